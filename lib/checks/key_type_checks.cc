#include "checks/key_type_checks.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "absl/strings/str_format.h"
#include "base/ascii.h"
#include "base/quote.h"
#include "checks/codes.h"
#include "policy/operator_table.h"

namespace iameval::internal {
namespace {

bool Fits(OperatorFamily family, KeyType type) {
  switch (family) {
    case OperatorFamily::kString:
      return type == KeyType::kString;
    case OperatorFamily::kArn:
      // S-8.9: strings that hold ARNs are compared as documented.
      return type == KeyType::kArn || type == KeyType::kString;
    case OperatorFamily::kNumeric:
      // aws:EpochTime is seconds, which numbers compare as well.
      return type == KeyType::kNumeric || type == KeyType::kDate;
    case OperatorFamily::kDate:
      return type == KeyType::kDate;
    case OperatorFamily::kBool:
      return type == KeyType::kBool;
    case OperatorFamily::kBinary:
      return type == KeyType::kBinary;
    case OperatorFamily::kIp:
      return type == KeyType::kIp;
    case OperatorFamily::kNull:
      return true;
  }
  return true;
}

bool IsLike(Operator op) {
  return op == Operator::kStringLike || op == Operator::kStringNotLike;
}

// A qualifier on an operator says that many values are meant.
void CheckQualifier(CheckRun& run, const Statement& statement,
                    const ConditionTest& test, const KeyFacts& facts) {
  if (test.op == Operator::kNull) return;
  if (facts.multivalued && test.qualifier == Qualifier::kNone) {
    run.Add(checks::kMissingQualifier, test.key_where,
            absl::StrFormat("%s may have several values: say ForAnyValue or "
                            "ForAllValues",
                            Quote(test.key)));
  } else if (!facts.multivalued && statement.allow &&
             test.qualifier == Qualifier::kForAllValues) {
    run.Add(checks::kForAllValuesWithSingleValuedKey, test.key_where,
            absl::StrFormat("%s has one value at most, and ForAllValues is "
                            "true when it has none",
                            Quote(test.key)));
  }
}

void CheckType(CheckRun& run, const ConditionTest& test, KeyType type) {
  if (Fits(FamilyOf(test.op), type)) return;
  if (FamilyOf(test.op) == OperatorFamily::kString && type == KeyType::kArn) {
    if (!IsLike(test.op)) return;  // no wildcard to cross the fields
    run.Add(checks::kStringLikeOperatorWithArnConditionKeys, test.key_where,
            absl::StrFormat("%s is an ARN, in which the wildcards of %s reach "
                            "across the colons: use the ARN operators",
                            Quote(test.key), OperatorName(test.op)));
    return;
  }
  run.Add(checks::kTypeMismatch, test.key_where,
          absl::StrFormat("%s compares %s, which is of the type %s",
                          OperatorName(test.op), Quote(test.key),
                          OperatorsOf(type)));
}

// Addresses inside a VPC are private and may occur in any: which one must be
// told with them.
void CheckPairs(CheckRun& run, const Statement& statement) {
  constexpr std::array<std::string_view, 3> kVpcs = {
      "aws:SourceVpc", "aws:SourceVpce", "aws:SourceVpcArn"};
  const ConditionTest* address = nullptr;
  for (const ConditionTest& test : statement.conditions) {
    if (EqualsIgnoringAsciiCase(test.key, "aws:VpcSourceIp")) address = &test;
    if (std::any_of(kVpcs.begin(), kVpcs.end(), [&test](std::string_view key) {
          return EqualsIgnoringAsciiCase(test.key, key);
        })) {
      return;
    }
  }
  if (address == nullptr) return;
  run.Add(checks::kMissingPairedConditionKeys, address->key_where,
          "any VPC may have such addresses: test aws:SourceVpc or "
          "aws:SourceVpce as well");
}

}  // namespace

bool RequiresKey(const ConditionTest& test) {
  return test.op != Operator::kNull && !test.if_exists &&
         test.qualifier != Qualifier::kForAllValues && !IsNegated(test.op);
}

void CheckKeyType(CheckRun& run, const Statement& statement,
                  const ConditionTest& test, const KeyFacts& facts) {
  CheckType(run, test, facts.type);
  CheckQualifier(run, statement, test, facts);
}

void CheckGlobalKeys(CheckRun& run) {
  for (const Statement& statement : run.document().statements) {
    CheckPairs(run, statement);
    for (const ConditionTest& test : statement.conditions) {
      if (const std::optional<KeyFacts> facts = FactsOfKey(test.key)) {
        CheckKeyType(run, statement, test, *facts);
      } else if (EqualsIgnoringAsciiCase(test.key, "aws:ARN")) {
        run.Add(checks::kUnsupportedGlobalConditionKey, test.key_where,
                "aws:ARN is a former name: use aws:PrincipalArn");
      } else if (IsUnknownGlobalKey(test.key)) {
        run.Add(checks::kInvalidGlobalConditionKey, test.key_where,
                absl::StrFormat("there is no global condition key %s",
                                Quote(test.key)));
      }
    }
  }
}

}  // namespace iameval::internal
