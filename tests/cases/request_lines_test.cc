#include "iameval/request_lines.h"

#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "iameval/account_file.h"
#include "iameval/decision_case.h"

namespace iameval {
namespace {

using testing::HasSubstr;

// Looks at what a reader might lose: keys in any letter case, lists, absent
// keys, numbers, tags, the management flags, who calls and who owns.
constexpr std::string_view kAccount = R"({
  "organizationalUnits": [{"id": "r-examplerootid", "scps": [
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "*", "Resource": "*"},
      {"Effect": "Deny", "Action": "s3:DeleteBucket", "Resource": "*"}]}]}],
  "accounts": [{"id": "111122223333", "parent": "r-examplerootid"}],
  "users": [{"arn": "arn:aws:iam::111122223333:user/Alice", "policies": [
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
      {"Effect": "Deny", "Action": "s3:Put*", "Resource": "*",
       "Condition": {"NumericLessThan": {"s3:max-keys": "10"}}},
      {"Effect": "Deny", "Action": "s3:Get*", "Resource": "*",
       "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "Team"}}},
      {"Effect": "Deny", "Action": "s3:List*", "Resource": "*",
       "Condition": {"Null": {"aws:username": "true"}}},
      {"Effect": "Deny", "Action": "*", "Resource": "*",
       "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}]}],
  "roles": [{"arn": "arn:aws:iam::111122223333:role/team/DemoRole",
    "uniqueId": "AROAEXAMPLEEXAMPLE00", "policies": [
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "s3:GetObject",
       "Resource": "arn:aws:s3:::amzn-s3-demo-bucket/${aws:SourceVpc}/*"}]}]}],
  "resources": [{"arn": "arn:aws:s3:::amzn-s3-demo-bucket",
                 "account": "111122223333", "policy":
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
       "Condition": {"StringEquals": {"aws:userid": "stranger"}}}]}}]})";

AccountFile Account() {
  absl::StatusOr<AccountFile> file = AccountFile::Parse(kAccount);
  EXPECT_TRUE(file.ok()) << file.status();
  return *std::move(file);
}

constexpr char kUser[] =
    R"("principal":"arn:aws:iam::111122223333:user/Alice")";
constexpr char kSession[] =
    R"("principal":"arn:aws:sts::111122223333:assumed-role/DemoRole/s1")";

std::string Line(std::string_view principal, std::string_view action,
                 std::string_view more = "") {
  return absl::StrFormat(
      R"({"id":"r1",%s,"action":"%s",)"
      R"("resource":"arn:aws:s3:::amzn-s3-demo-bucket/vpc-1/a"%s})",
      principal, action, more);
}

// Good lines of every kind.
std::vector<std::string> Lines() {
  return {
      Line(kUser, "s3:GetObject"),
      Line(kUser, "S3:getobject", R"(,"context":{})"),
      Line(kUser, "s3:DeleteBucket", R"(,"resourceAccount":"111122223333")"),
      Line(kUser, "s3:DeleteBucket", R"(,"principalAccountIsManagement":true)"),
      Line(kUser, "s3:PutObject", R"(,"context":{"s3:max-keys":5})"),
      Line(kUser, "s3:PutObject", R"(,"context":{"S3:Max-Keys":5e1})"),
      Line(kUser, "s3:PutObject", R"(,"context":{"s3:max-keys":"5"})"),
      Line(kUser, "s3:GetObject",
           R"(,"context":{"aws:RequestTag/Team":"a","aws:requesttag/b":"c"})"),
      Line(kUser, "s3:GetObject", R"(,"context":{"aws:TagKeys":["a","Team"]})"),
      Line(kUser, "s3:GetObject", R"(,"context":{"aws:TagKeys":[]})"),
      Line(kUser, "s3:ListBucket", R"(,"context":{"aws:UserName":null})"),
      Line(kUser, "s3:ListBucket",
           R"(,"context":{"aws:username":["x",1,true]})"),
      Line(kUser, "s3:GetObject",
           R"(,"context":{"aws:SecureTransport":false})"),
      Line(kUser, "s3:GetObject",
           R"(,"principalId":"stranger","resourceAccountIsManagement":false)"),
      Line(kUser, "s3:GetObject", R"(,"serviceSupportsRcps":false)"),
      Line(kUser, "s3:GetObject", R"(,"context":{"aws:userid":"stranger"})"),
      Line(kUser, "s3:GetObject",
           R"(,"context":{"\u0061ws:userid":"stranger"})"),
      Line(kSession, "s3:GetObject", R"(,"context":{"aws:SourceVpc":"vpc-1"})"),
      Line(kSession, "s3:GetObject", R"(,"context":{"aws:sourcevpc":"vpc-2"})"),
      Line(kSession, "s3:GetObject",
           R"(,"roleArn":"arn:aws:iam::111122223333:role/team/DemoRole",)"
           R"("principalId":"AROAEXAMPLEEXAMPLE00")"),
      Line(R"("principal":"anonymous")", "s3:GetObject"),
      Line(R"("principal":"sns.amazonaws.com")", "s3:GetObject"),
      Line(R"("federatedBy":"arn:aws:iam::111122223333:user/Alice",)"
           R"("principal":"arn:aws:sts::111122223333:federated-user/Bob")",
           "s3:GetObject"),
      R"({"principal":"arn:aws:iam::111122223333:user/Alice","action":)"
      R"("s3:ListAllMyBuckets","resource":"*"})",
      R"({"id":17,"principal":"arn:aws:iam::111122223333:user/Alice","action":)"
      R"("s3:ListAllMyBuckets","resource":"*"})",
      R"({"id":"a\"\u00e4\n","principal":"arn:aws:iam::111122223333:root",)"
      R"("action":"s3:ListAllMyBuckets","resource":"*"})",
      "  " + Line(kUser, "s3:GetObject") + " \t\r",
  };
}

// What the tree, the Request and the engine say.
std::string ByTheBook(const AccountFile& file, std::string_view text,
                      std::string& id) {
  const RequestLine line = ParseRequestLine(text);
  id = line.id;
  if (!line.request.ok()) return std::string(line.request.status().message());
  const absl::Status status = file.CheckAction(line.request->action());
  if (!status.ok()) return std::string(status.message());
  return std::string(DecisionName(file.engine().Evaluate(*line.request)));
}

void ExpectAgreement(const AccountFile& file, LineEvaluator& evaluator,
                     std::string_view text) {
  std::string id;
  const std::string expected = ByTheBook(file, text, id);
  const absl::StatusOr<Decision> decision = evaluator.Evaluate(text);
  ASSERT_EQ(decision.ok() ? std::string(DecisionName(*decision))
                          : std::string(decision.status().message()),
            expected)
      << text;
  ASSERT_EQ(evaluator.id(), id) << text;
}

TEST(RequestLinesTest, GoodLinesAreDecided) {
  const AccountFile file = Account();
  LineEvaluator evaluator(file);
  int allowed = 0;
  int denied = 0;
  for (int round = 0; round < 2; ++round) {
    for (const std::string& line : Lines()) {
      ExpectAgreement(file, evaluator, line);
      const absl::StatusOr<Decision> decision = evaluator.Evaluate(line);
      ASSERT_TRUE(decision.ok()) << line << decision.status();
      ++(*decision == Decision::kAllowed ? allowed : denied);
    }
  }
  EXPECT_GT(allowed, 10);
  EXPECT_GT(denied, 10);
}

TEST(RequestLinesTest, RequestsWithoutIdAreThoseOfParseRequest) {
  const AccountFile file = Account();
  LineEvaluator evaluator(file);
  for (const std::string& line : Lines()) {
    if (!line.starts_with(R"({"id":"r1",)")) continue;
    const std::string text = "{" + line.substr(11);
    const absl::StatusOr<Request> request = ParseRequest(text);
    ASSERT_TRUE(request.ok()) << request.status();
    EXPECT_EQ(*evaluator.Evaluate(text), file.engine().Evaluate(*request));
    EXPECT_EQ(evaluator.id(), "");
  }
}

TEST(RequestLinesTest, BadLinesAreRefusedByBothAlike) {
  const AccountFile file = Account();
  LineEvaluator evaluator(file);
  const std::string good = Line(kUser, "s3:GetObject");
  for (const std::string& line : {
           std::string(),
           std::string("x"),
           std::string("[]"),
           std::string("{}"),
           good.substr(0, 50),
           good + "x",
           good + good,
           Line(kUser, "s3:Get*"),
           Line(kUser, "GetObject"),
           Line(kUser, ""),
           Line(R"("principal":"Alice")", "s3:GetObject"),
           Line(R"("principal":1)", "s3:GetObject"),
           Line(kUser, "s3:GetObject", R"(,"action":"s3:PutObject")"),
           Line(kUser, "s3:GetObject", R"(,"resourceAccount":"1")"),
           Line(kUser, "s3:GetObject", R"(,"resourceAccountIsManagement":1)"),
           Line(kUser, "s3:GetObject", R"(,"unknown":1)"),
           Line(kUser, "s3:GetObject", R"(,"context":[])"),
           Line(kUser, "s3:GetObject", R"(,"context":{"":"a"})"),
           Line(kUser, "s3:GetObject", R"(,"context":{"a":{}})"),
           Line(kUser, "s3:GetObject", R"(,"context":{"a":[null]})"),
           Line(kUser, "s3:GetObject", R"(,"context":{"a":[["b"]]})"),
           Line(kUser, "s3:GetObject", R"(,"context":{"a":"1","a":"2"})"),
           Line(kUser, "s3:GetObject", R"(,"context":{"a":"1","A":"2"})"),
           Line(R"("resource":"x")", "s3:GetObject"),
           std::string(R"({"id":[],"principal":"anonymous","action":"s3:A",)"
                       R"("resource":"*"})"),
           std::string(R"({"id":null,"principal":"anonymous",)"
                       R"("action":"s3:A","resource":"*"})"),
           std::string(R"({"id":"x","principal":"anonymous"})"),
       }) {
    ExpectAgreement(file, evaluator, line);
    EXPECT_FALSE(evaluator.Evaluate(line).ok()) << line;
    EXPECT_FALSE(evaluator.Explain(line).ok()) << line;
  }
  EXPECT_FALSE(evaluator.Evaluate(R"({"id":"x","action":1})").ok());
  EXPECT_EQ(evaluator.id(), R"("x")");
  EXPECT_EQ(evaluator.id_text(), "x");
  EXPECT_FALSE(evaluator.Evaluate("x").ok());
  EXPECT_EQ(evaluator.id(), "");
}

TEST(RequestLinesTest, IdsAreEchoedAsWritten) {
  LineEvaluator evaluator(Account());
  const std::string rest =
      R"(,"principal":"anonymous","action":"s3:A","resource":"*"})";
  const struct {
    const char* id;
    const char* text;
  } kIds[] = {{R"("a")", "a"},
              {R"("")", ""},
              {R"("\u0041\"")", "A\""},
              {"17", "17"},
              {"-1.50E+3", "-1.50E+3"}};
  for (const auto& [id, text] : kIds) {
    ASSERT_TRUE(evaluator.Evaluate("{\"id\":" + std::string(id) + rest).ok());
    EXPECT_EQ(evaluator.id(), id);
    EXPECT_EQ(evaluator.id_text(), text);
  }
}

// One to three places of a line changed, or a piece of another put in.
std::string Mutated(const std::vector<std::string>& lines,
                    std::mt19937& random) {
  static constexpr std::string_view kPieces[] = {"\"",
                                                 "\\",
                                                 "{",
                                                 "}",
                                                 "[",
                                                 "]",
                                                 ":",
                                                 ",",
                                                 " ",
                                                 "1",
                                                 "null",
                                                 "true",
                                                 "\"a\":\"b\",",
                                                 "\"context\":{},",
                                                 "*",
                                                 "?",
                                                 "\xc3\xa4",
                                                 "\xff",
                                                 "A"};
  const auto below = [&random](std::size_t n) { return random() % n; };
  std::string text = lines[below(lines.size())];
  for (std::size_t i = 0, n = 1 + below(3); i < n; ++i) {
    const std::size_t at = below(text.size() + 1);
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(4));
        break;
      case 1:
        text.insert(at, kPieces[below(std::size(kPieces))]);
        break;
      case 2: {
        const std::string& other = lines[below(lines.size())];
        text.insert(at, other.substr(below(other.size()), below(40)));
        break;
      }
      default:
        if (at < text.size()) text[at] ^= 0x20;  // mostly the letter case
        break;
    }
    if (text.empty()) break;
  }
  return text;
}

TEST(RequestLinesTest, AnyLineIsReadAlike) {
  const AccountFile file = Account();
  LineEvaluator evaluator(file);
  std::mt19937 random(20261120);
  const std::vector<std::string> lines = Lines();
  for (int i = 0; i < 60'000 && !HasFatalFailure(); ++i) {
    ExpectAgreement(file, evaluator, Mutated(lines, random));
  }
}

TEST(RequestLinesTest, ManyKeysAndCallersDoNotMixUp) {
  const AccountFile file = Account();
  LineEvaluator evaluator(file);
  for (int i = 0; i < 5'000 && !HasFatalFailure(); ++i) {
    ExpectAgreement(
        file, evaluator,
        Line(absl::StrFormat(R"("principal":"arn:aws:iam::%012d:user/Alice")",
                             111122223333 + i % 700),
             i % 2 == 0 ? "s3:GetObject" : "s3:PutObject",
             absl::StrFormat(R"(,"resourceAccount":"111122223333","context":)"
                             R"({"aws:RequestTag/k%d":"v","s3:max-keys":%d})",
                             i, i % 20)));
  }
  std::string many = R"(,"context":{)";
  for (int i = 0; i < 3'000; ++i) {
    many += absl::StrFormat(R"("k%d":["a","b"],)", i);
  }
  ExpectAgreement(file, evaluator,
                  Line(kUser, "s3:GetObject", many + R"("z":1})"));
  ExpectAgreement(file, evaluator,
                  Line(kUser, "s3:GetObject", many + R"("K7":1})"));
}

TEST(RequestLinesTest, TheResourcePolicyOfAPolicySetIsNotTakenForAnother) {
  const absl::StatusOr<AccountFile> file = AccountFile::Parse(
      R"({"resource": {"Statement": {"Effect": "Allow", "Principal": "*",
          "Action": "*", "Resource": "*"}}})");
  ASSERT_TRUE(file.ok()) << file.status();
  LineEvaluator evaluator(*file);
  const std::string line =
      R"({"id":1,"principal":"sns.amazonaws.com","action":"sts:AssumeRole",)"
      R"("resource":"arn:aws:iam::111122223333:role/DemoRole"})";
  const absl::StatusOr<Decision> decision = evaluator.Evaluate(line);
  ASSERT_FALSE(decision.ok());
  EXPECT_THAT(std::string(decision.status().message()),
              HasSubstr("looks at the trust policy"));
  EXPECT_EQ(evaluator.id(), "1");
  EXPECT_FALSE(evaluator.Explain(line).ok());
  ExpectAgreement(*file, evaluator, line);
}

TEST(RequestLinesTest, ExplainsWhatItDecides) {
  const AccountFile file = Account();
  LineEvaluator evaluator(file);
  for (const std::string& line : Lines()) {
    const absl::StatusOr<Explanation> explanation = evaluator.Explain(line);
    ASSERT_TRUE(explanation.ok()) << explanation.status();
    EXPECT_EQ(explanation->decision, *evaluator.Evaluate(line)) << line;
  }
}

}  // namespace
}  // namespace iameval
