#include "iameval/account_file.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/decision.h"
#include "iameval/request.h"

namespace iameval {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

constexpr char kRole[] = "arn:aws:iam::111122223333:role/DemoRole";
constexpr char kObject[] = "arn:aws:s3:::amzn-s3-demo-bucket/a";

std::string Document(std::string_view effect, std::string_view action,
                     std::string_view more = "") {
  return absl::StrFormat(
      R"({"Version":"2012-10-17","Statement":{"Effect":"%s","Action":"%s",)"
      R"("Resource":"*"%s}})",
      effect, action, more);
}

std::string ForAnyone(std::string_view effect, std::string_view action) {
  return Document(effect, action, R"(,"Principal":"*")");
}

using Texts = std::map<std::string, std::string>;

// Files in memory, with a count of how often each was read.
class Files {
 public:
  explicit Files(Texts texts) : texts_(std::move(texts)) {}

  PolicyFiles At(std::string path) {
    return {
        .path = std::move(path),
        .read = [this](const std::string& name) -> absl::StatusOr<std::string> {
          ++reads_[name];
          const auto it = texts_.find(name);
          if (it == texts_.end()) {
            return absl::NotFoundError(name + ": not there");
          }
          return it->second;
        }};
  }
  int reads(const std::string& name) { return reads_[name]; }

 private:
  Texts texts_;
  std::map<std::string, int> reads_;
};

AccountFile Parsed(std::string_view text, const PolicyFiles& files = {}) {
  absl::StatusOr<AccountFile> file = AccountFile::Parse(text, files);
  EXPECT_TRUE(file.ok()) << file.status();
  return file.ok() ? *std::move(file) : *AccountFile::Parse("{}");
}

std::string Refusal(std::string_view text, const PolicyFiles& files = {}) {
  const absl::StatusOr<AccountFile> file = AccountFile::Parse(text, files);
  EXPECT_FALSE(file.ok()) << text;
  return std::string(file.status().message());
}

Request Ask(std::string_view principal, std::string_view action,
            std::string_view resource, std::string_view account = "") {
  absl::StatusOr<Request> request = Request::Builder()
                                        .Principal(principal)
                                        .Action(action)
                                        .Resource(resource)
                                        .ResourceAccount(account)
                                        .Build();
  EXPECT_TRUE(request.ok()) << request.status();
  return *std::move(request);
}

TEST(AccountFileTest, EveryPartReachesTheEngine) {
  const AccountFile file = Parsed(
      R"({"note": "all parts",
          "organizationalUnits": [
            {"id": "r-examplerootid"},
            {"id": "ou-examplerootid-exampleouid",
             "parent": "r-examplerootid",
             "scps": [)" +
      Document("Allow", "*") + "," + Document("Deny", "s3:DeleteObject") +
      R"(], "rcps": [)" + ForAnyone("Deny", "s3:PutObjectAcl") + R"(]}],
          "accounts": [{"id": "111122223333",
                        "parent": "ou-examplerootid-exampleouid"}],
          "groups": [{"arn": "arn:aws:iam::111122223333:group/Readers",
                      "policies": [)" +
      Document("Allow", "s3:GetObject") + R"(]}],
          "users": [{"arn": "arn:aws:iam::111122223333:user/Alice",
                     "groups": ["arn:aws:iam::111122223333:group/Readers"],
                     "uniqueId": "AIDAEXAMPLEEXAMPLE00", "policies": []}],
          "roles": [{"arn": "arn:aws:iam::111122223333:role/DemoRole",
                     "policies": [)" +
      Document("Allow", "s3:*") + R"(],
                     "boundary": )" +
      Document("Allow", "s3:*Object*") + R"(,
                     "trust": {"Statement": {"Effect": "Allow",
                        "Principal": {"AWS": "111122223333"},
                        "Action": "sts:AssumeRole"}},
                     "tags": {"team": "a"}}],
          "sessions": [{"arn":
            "arn:aws:sts::111122223333:assumed-role/DemoRole/narrow",
            "policies": [)" +
      Document("Allow", "s3:GetObject") + R"(]}],
          "resources": [{"arn": "arn:aws:s3:::amzn-s3-demo-bucket",
                         "account": "111122223333", "note": "the bucket",
                         "policy": )" +
      ForAnyone("Deny", "s3:GetObjectTagging") + R"(}],
          "vpcEndpoints": [{"id": "vpce-1a2b3c4d", "policy": )" +
      ForAnyone("Allow", "s3:GetObject") + "}]}");
  const Engine& engine = file.engine();
  const std::string alice = "arn:aws:iam::111122223333:user/Alice";
  const std::string session =
      "arn:aws:sts::111122223333:assumed-role/DemoRole/narrow";
  const struct {
    std::string principal;
    const char* action;
    Decision decision;
  } kQuestions[] = {
      {alice, "s3:GetObject", Decision::kAllowed},              // its group
      {alice, "s3:PutObject", Decision::kImplicitDeny},         // nothing
      {kRole, "s3:PutObject", Decision::kAllowed},              // its policy
      {kRole, "s3:DeleteObject", Decision::kExplicitDeny},      // the SCP
      {kRole, "s3:PutObjectAcl", Decision::kExplicitDeny},      // the RCP
      {kRole, "s3:ListBucket", Decision::kImplicitDeny},        // the boundary
      {kRole, "s3:GetObjectTagging", Decision::kExplicitDeny},  // the bucket
      {session, "s3:GetObject", Decision::kAllowed},
      {session, "s3:PutObject", Decision::kImplicitDeny},  // the session's
  };
  for (const auto& question : kQuestions) {
    EXPECT_EQ(
        engine.Evaluate(Ask(question.principal, question.action, kObject)),
        question.decision)
        << question.principal << " " << question.action;
  }
  EXPECT_EQ(engine.Evaluate(Ask(alice, "sts:AssumeRole", kRole)),
            Decision::kImplicitDeny);  // trusted, but without a policy
  const auto through_endpoint = Ask(kRole, "s3:PutObject", kObject)
                                    .ToBuilder()
                                    .Context("aws:SourceVpce", "vpce-1a2b3c4d")
                                    .Build();
  ASSERT_TRUE(through_endpoint.ok());
  EXPECT_EQ(engine.Evaluate(*through_endpoint), Decision::kImplicitDeny);

  EXPECT_FALSE(file.is_policy_set());
  EXPECT_THAT(file.principals(), ElementsAre(alice, kRole, session));
  EXPECT_THAT(file.resources(),
              ElementsAre("arn:aws:s3:::amzn-s3-demo-bucket"));
  std::vector<std::string> pointers;
  for (const AttachedPolicy& policy : file.policies()) {
    pointers.push_back(policy.pointer);
  }
  EXPECT_THAT(
      pointers,
      ElementsAre("/organizationalUnits/1/scps/0",
                  "/organizationalUnits/1/scps/1",
                  "/organizationalUnits/1/rcps/0", "/groups/0/policies/0",
                  "/roles/0/policies/0", "/roles/0/boundary", "/roles/0/trust",
                  "/sessions/0/policies/0", "/resources/0/policy",
                  "/vpcEndpoints/0/policy"));
  EXPECT_EQ(file.policies()[5].owner, kRole);
  EXPECT_EQ(file.policies()[5].policy.name(), std::string(kRole) + " boundary");
  EXPECT_TRUE(file.CheckAction("sts:AssumeRole").ok());
  EXPECT_TRUE(file.CheckAction("s3:GetObject").ok());
}

TEST(AccountFileTest, FilesAreRelativeToTheFileAndReadOnce) {
  Files files(Texts{{"a/b/role.json", Document("Allow", "s3:GetObject")},
                    {"/etc/scp.json", Document("Allow", "*")}});
  const AccountFile file = Parsed(
      R"({"accounts": [{"id": "111122223333",
                        "scps": [{"file": "/etc/scp.json"}]}],
          "users": [{"arn": "arn:aws:iam::111122223333:user/Alice",
                     "policies": [{"file": "b/role.json"}]}],
          "roles": [{"arn": "arn:aws:iam::111122223333:role/DemoRole",
                     "policies": [{"file": "b/role.json"}],
                     "boundary": {"file": "b/role.json"}}]})",
      files.At("a/account.json"));
  EXPECT_EQ(files.reads("a/b/role.json"), 1);
  EXPECT_EQ(files.reads("/etc/scp.json"), 1);
  EXPECT_EQ(file.engine().Evaluate(Ask(kRole, "s3:GetObject", kObject)),
            Decision::kAllowed);
  ASSERT_THAT(file.policies(), SizeIs(4));
  EXPECT_EQ(file.policies()[1].policy.name(), "a/b/role.json");
  // One document, compiled once.
  EXPECT_EQ(file.policies()[1].policy.document(),
            file.policies()[2].policy.document());
}

TEST(AccountFileTest, APoliciesObjectIsOnePolicySet) {
  const AccountFile file =
      Parsed(R"({"identity": [)" + Document("Allow", "s3:*") +
             "], \"scp\": [[" + Document("Allow", "*") +
             "]], \"resource\": " + ForAnyone("Deny", "s3:PutObject") + "}");
  EXPECT_TRUE(file.is_policy_set());
  EXPECT_THAT(file.principals(), IsEmpty());
  EXPECT_EQ(file.engine().Evaluate(
                Ask(kRole, "s3:GetObject", kObject, "111122223333")),
            Decision::kAllowed);
  EXPECT_EQ(file.engine().Evaluate(
                Ask(kRole, "s3:PutObject", kObject, "111122223333")),
            Decision::kExplicitDeny);
  ASSERT_THAT(file.policies(), SizeIs(3));
  EXPECT_EQ(file.policies()[1].pointer, "/scp/0/0");
  EXPECT_EQ(file.policies()[2].pointer, "/resource");
  EXPECT_EQ(file.policies()[2].policy.name(), "resource");
  EXPECT_TRUE(Parsed("{}").is_policy_set());
}

TEST(AccountFileTest, TheResourcePolicyOfAPolicySetDecidesWhatCanBeAsked) {
  const AccountFile bucket =
      Parsed(R"({"resource": )" + ForAnyone("Allow", "*") + "}");
  EXPECT_TRUE(bucket.CheckAction("s3:GetObject").ok());
  EXPECT_THAT(
      std::string(bucket.CheckAction("STS:assumeRoleWithSAML").message()),
      HasSubstr("the one given is a resource-based policy"));
  const AccountFile role = Parsed(
      R"({"resource": {"Statement": {"Effect": "Allow", "Principal":
          {"Service": "sagemaker.amazonaws.com"}, "Action":
          "sts:AssumeRole"}}})");
  EXPECT_TRUE(role.CheckAction("sts:AssumeRole").ok());
  EXPECT_THAT(std::string(role.CheckAction("s3:GetObject").message()),
              HasSubstr("the one given is a trust policy"));
  EXPECT_EQ(role.engine().Evaluate(
                Ask("sagemaker.amazonaws.com", "sts:AssumeRole", kRole)),
            Decision::kAllowed);
  EXPECT_TRUE(Parsed("{}").CheckAction("sts:AssumeRole").ok());
}

TEST(AccountFileTest, ActionPatternsAreSortedAndUnique) {
  const AccountFile file = Parsed(
      R"({"identity": [)" + Document("Allow", "s3:Get*") + "," +
      Document("Allow", "S3:get*") + "," +
      Document("Deny", "ec2:RunInstances") +
      R"(, {"Statement": {"Effect": "Deny", "NotAction": ["iam:*", "s3:Get*"],
            "Resource": "*"}}]})");
  EXPECT_THAT(file.ActionPatterns(),
              ElementsAre("ec2:RunInstances", "iam:*", "s3:Get*"));
}

TEST(AccountFileTest, ActionsKnowTheirPlaces) {
  const absl::StatusOr<Policy> policy = Policy::Parse(
      "{\"Statement\": [\n"
      "  {\"Effect\": \"Allow\", \"Resource\": \"*\", \"Action\": [\"s3:*\",\n"
      "     \"iam:PassRole\"]},\n"
      "  {\"Effect\": \"Deny\", \"Resource\": \"*\", \"NotAction\": \"ec2:*\"}"
      "]}");
  ASSERT_TRUE(policy.ok()) << policy.status();
  const std::vector<ActionPattern> first = policy->actions(0);
  ASSERT_THAT(first, SizeIs(2));
  EXPECT_EQ(first[0].text, "s3:*");
  EXPECT_EQ(first[0].line, 2);
  EXPECT_EQ(first[0].column, 51);
  EXPECT_EQ(first[1].text, "iam:PassRole");
  EXPECT_EQ(first[1].line, 3);
  EXPECT_EQ(first[1].column, 6);
  EXPECT_FALSE(policy->statement(0).not_action);
  EXPECT_TRUE(policy->statement(1).not_action);
}

TEST(AccountFileTest, ErrorsNameTheFileAndThePlace) {
  Files files(Texts{{"a/bad.json", R"({"Statement": {"Effect": "Permit"}})"}});
  const PolicyFiles at = files.At("a/account.json");
  const struct {
    std::string text;
    const char* says;
  } kBad[] = {
      {"{", "a/account.json: document: line 1, column 2: found"},
      {"[]", "found an empty array, expected an object"},
      {R"({"role": []})", "/role: line 1, column 2: unknown field \"role\""},
      {R"({"roles": [], "identity": []})", "unknown field \"identity\""},
      {R"({"identity": [], "roles": []})", "unknown field \"roles\""},
      {Document("Allow", "*"), "found a policy document, expected it in its"},
      {R"({"roles": {}})", "/roles: line 1, column 11: found an empty object"},
      {R"({"roles": [{}]})",
       "/roles/0: line 1, column 12: missing field \"arn\""},
      {R"({"roles": [{"arn": 1}]})", "/roles/0/arn: line 1, column 20"},
      {R"({"roles": [{"arn": "x", "policy": []}]})",
       "unknown field \"policy\", expected one of arn, policies"},
      {R"({"roles": [{"arn": "x", "policies": {}}]})",
       "/roles/0/policies: line 1, column 37: found an empty object, "
       "expected an array of policies"},
      {R"({"roles": [{"arn": "x", "policies": [1]}]})",
       "/roles/0/policies/0: line 1, column 38: found 1, expected a policy"},
      {R"({"roles": [{"arn": "x", "policies": [{"Statement": 1}]}]})",
       "/roles/0/policies/0: line 1, column 38: x policies[0]: /Statement"},
      {R"({"roles": [{"arn": "x", "boundary": "{"}]})",
       "/roles/0/boundary: line 1, column 37: x boundary: document: line 1"},
      {R"({"roles": [{"arn": "x", "policies": [{"file": "bad.json"}]}]})",
       "/roles/0/policies/0: line 1, column 38: a/bad.json: "
       "/Statement/Effect: line 1, column 26: found \"Permit\""},
      {R"({"roles": [{"arn": "x", "policies": [{"file": "none.json"}]}]})",
       "/roles/0/policies/0: line 1, column 38: a/none.json: not there"},
      {R"({"roles": [{"arn": "x", "policies": [{"file": ""}]}]})",
       "found \"\", expected the name of a file"},
      {R"({"roles": [{"arn": "x", "policies": [{"file": "a\u0000b"}]}]})",
       "expected the name of a file"},
      {R"({"roles": [{"arn": "x", "policies": [{"file": "x", "a": 1}]}]})",
       "unknown field \"a\", expected one of file"},
      {R"({"identity": [{"file": "none.json"}]})",
       "/identity/0: line 1, column 15: a/none.json: not there"},
      {R"({"users": [{"arn": "x", "tags": []}]})", "/users/0/tags"},
      {R"({"users": [{"arn": "x", "tags": {"a": 1}}]})", "/users/0/tags/a"},
      {R"({"users": [{"arn": "x", "groups": [1]}]})", "/users/0/groups/0"},
      {R"({"users": [{"arn": "x", "note": 1}]})", "/users/0/note"},
      {R"({"accounts": [{"id": "111122223333", "management": 1}]})",
       "/accounts/0/management: line 1, column 52: found 1, expected true"},
      {R"({"roles": [{"arn": "x"}]})", "role \"x\""},
  };
  for (const auto& bad : kBad) {
    EXPECT_THAT(Refusal(bad.text, at),
                AllOf(StartsWith("a/account.json: "), HasSubstr(bad.says)));
  }
}

TEST(AccountFileTest, WithoutAReaderFilesAreAnError) {
  EXPECT_THAT(Refusal(R"({"identity": [{"file": "a.json"}]})"),
              HasSubstr("/identity/0: line 1, column 15: found an object, "
                        "expected a policy document: no files can be read"));
}

TEST(AccountFileTest, ARefusedFileIsTheReadersError) {
  const absl::StatusOr<AccountFile> file = AccountFile::Parse(
      R"({"identity": [{"file": "a.json"}]})",
      {.path = "",
       .read = [](const std::string&) -> absl::StatusOr<std::string> {
         return absl::PermissionDeniedError("not this one");
       }});
  EXPECT_EQ(file.status().code(), absl::StatusCode::kPermissionDenied);
  EXPECT_THAT(std::string(file.status().message()),
              StartsWith("/identity/0: line 1, column 15: not this one"));
}

}  // namespace
}  // namespace iameval
