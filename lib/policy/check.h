#ifndef IAMEVAL_LIB_POLICY_CHECK_H_
#define IAMEVAL_LIB_POLICY_CHECK_H_

#include <string_view>

#include "iameval/issue.h"

// The checks whose findings the parser reports, as semantics section 9 has
// them: code and category. What S-9.1 calls invalid is refused and has no row
// here.

namespace iameval::internal {

struct Check {
  std::string_view code;
  Severity severity;
};

namespace checks {

// 9.1, ERROR
inline constexpr Check kEmptyVariable{"EMPTY_VARIABLE", Severity::kError};
inline constexpr Check kFederatedPrincipalNotSupported{
    "FEDERATED_PRINCIPAL_NOT_SUPPORTED", Severity::kError};
inline constexpr Check kInvalidArnAccount{"INVALID_ARN_ACCOUNT",
                                          Severity::kError};
inline constexpr Check kInvalidArnResource{"INVALID_ARN_RESOURCE",
                                           Severity::kError};
inline constexpr Check kInvalidConditionDataType{"INVALID_CONDITION_DATA_TYPE",
                                                 Severity::kError};
inline constexpr Check kInvalidConditionKeyFormat{
    "INVALID_CONDITION_KEY_FORMAT", Severity::kError};
inline constexpr Check kInvalidConditionMultipleBoolean{
    "INVALID_CONDITION_MULTIPLE_BOOLEAN", Severity::kError};
inline constexpr Check kInvalidConditionOperator{"INVALID_CONDITION_OPERATOR",
                                                 Severity::kError};
inline constexpr Check kInvalidFederatedPrincipalSyntaxInRoleTrustPolicy{
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    Severity::kError};
inline constexpr Check kInvalidPrincipalFormat{"INVALID_PRINCIPAL_FORMAT",
                                               Severity::kError};
inline constexpr Check kInvalidVariableForOperator{
    "INVALID_VARIABLE_FOR_OPERATOR", Severity::kError};
inline constexpr Check kInvalidVpcFormat{"INVALID_VPC_FORMAT",
                                         Severity::kError};
inline constexpr Check kInvalidVpceFormat{"INVALID_VPCE_FORMAT",
                                          Severity::kError};
inline constexpr Check kMismatchedActionForPrincipal{
    "MISMATCHED_ACTION_FOR_PRINCIPAL", Severity::kError};
inline constexpr Check kMissingActionForRolesAnywhereTrustPolicy{
    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY", Severity::kError};
inline constexpr Check kMissingArnField{"MISSING_ARN_FIELD", Severity::kError};
inline constexpr Check kMissingBraceInVariable{"MISSING_BRACE_IN_VARIABLE",
                                               Severity::kError};
inline constexpr Check kMissingQuoteInVariable{"MISSING_QUOTE_IN_VARIABLE",
                                               Severity::kError};
inline constexpr Check kMissingTagKeyInCondition{"MISSING_TAG_KEY_IN_CONDITION",
                                                 Severity::kError};
inline constexpr Check kPolicySizeExceedsRcpQuota{
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA", Severity::kError};
inline constexpr Check kPolicySizeExceedsScpQuota{
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA", Severity::kError};
inline constexpr Check kPrivateIpAddress{"PRIVATE_IP_ADDRESS",
                                         Severity::kError};
inline constexpr Check kPrivateNotIpAddress{"PRIVATE_NOT_IP_ADDRESS",
                                            Severity::kError};
inline constexpr Check kRcpSyntaxErrorAction{"RCP_SYNTAX_ERROR_ACTION",
                                             Severity::kError};
inline constexpr Check kRoleTrustPolicyUnsupportedWildcardInPrincipal{
    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", Severity::kError};
inline constexpr Check kUniqueSidsRequired{"UNIQUE_SIDS_REQUIRED",
                                           Severity::kError};
inline constexpr Check kUnsupportedSpaceInVariable{
    "UNSUPPORTED_SPACE_IN_VARIABLE", Severity::kError};
inline constexpr Check kVariableUnsupportedInElement{
    "VARIABLE_UNSUPPORTED_IN_ELEMENT", Severity::kError};
inline constexpr Check kVariableUnsupportedInVersion{
    "VARIABLE_UNSUPPORTED_IN_VERSION", Severity::kError};

// 9.2, WARNING
inline constexpr Check kInvalidDateValue{"INVALID_DATE_VALUE",
                                         Severity::kWarning};
inline constexpr Check kInvalidRoleReference{"INVALID_ROLE_REFERENCE",
                                             Severity::kWarning};
inline constexpr Check kInvalidUserReference{"INVALID_USER_REFERENCE",
                                             Severity::kWarning};
inline constexpr Check kMissingVersion{"MISSING_VERSION", Severity::kWarning};
inline constexpr Check kPolicySizeExceedsIdentityPolicyQuota{
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", Severity::kWarning};
inline constexpr Check kPolicySizeExceedsResourcePolicyQuota{
    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", Severity::kWarning};
inline constexpr Check kPolicySizeExceedsRoleTrustPolicyQuota{
    "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", Severity::kWarning};
inline constexpr Check kTypeMismatchBoolean{"TYPE_MISMATCH_BOOLEAN",
                                            Severity::kWarning};
inline constexpr Check kTypeMismatchDate{"TYPE_MISMATCH_DATE",
                                         Severity::kWarning};
inline constexpr Check kTypeMismatchNumber{"TYPE_MISMATCH_NUMBER",
                                           Severity::kWarning};
inline constexpr Check kUniqueSidsRecommended{"UNIQUE_SIDS_RECOMMENDED",
                                              Severity::kWarning};
inline constexpr Check kWildcardWithoutLikeOperator{
    "WILDCARD_WITHOUT_LIKE_OPERATOR", Severity::kWarning};

// 9.3, SECURITY_WARNING
inline constexpr Check kAllowWithNotPrincipal{"ALLOW_WITH_NOT_PRINCIPAL",
                                              Severity::kSecurityWarning};

// 9.4, SUGGESTION
inline constexpr Check kEmptyArrayAction{"EMPTY_ARRAY_ACTION",
                                         Severity::kSuggestion};
inline constexpr Check kEmptyArrayCondition{"EMPTY_ARRAY_CONDITION",
                                            Severity::kSuggestion};
inline constexpr Check kEmptyArrayConditionForAllValues{
    "EMPTY_ARRAY_CONDITION_FORALLVALUES", Severity::kSuggestion};
inline constexpr Check kEmptyArrayConditionForAnyValue{
    "EMPTY_ARRAY_CONDITION_FORANYVALUE", Severity::kSuggestion};
inline constexpr Check kEmptyArrayConditionIfExists{
    "EMPTY_ARRAY_CONDITION_IFEXISTS", Severity::kSuggestion};
inline constexpr Check kEmptyArrayPrincipal{"EMPTY_ARRAY_PRINCIPAL",
                                            Severity::kSuggestion};
inline constexpr Check kEmptyArrayResource{"EMPTY_ARRAY_RESOURCE",
                                           Severity::kSuggestion};
inline constexpr Check kEmptyObjectCondition{"EMPTY_OBJECT_CONDITION",
                                             Severity::kSuggestion};
inline constexpr Check kEmptyObjectPrincipal{"EMPTY_OBJECT_PRINCIPAL",
                                             Severity::kSuggestion};
inline constexpr Check kEmptySidValue{"EMPTY_SID_VALUE", Severity::kSuggestion};
inline constexpr Check kEquivalentToNullFalse{"EQUIVALENT_TO_NULL_FALSE",
                                              Severity::kSuggestion};
inline constexpr Check kImproveIpRange{"IMPROVE_IP_RANGE",
                                       Severity::kSuggestion};
inline constexpr Check kNullWithQualifier{"NULL_WITH_QUALIFIER",
                                          Severity::kSuggestion};
inline constexpr Check kPrivateIpAddressSubset{"PRIVATE_IP_ADDRESS_SUBSET",
                                               Severity::kSuggestion};
inline constexpr Check kPrivateNotIpAddressSubset{
    "PRIVATE_NOT_IP_ADDRESS_SUBSET", Severity::kSuggestion};
inline constexpr Check kWildcardInServiceName{"WILDCARD_IN_SERVICE_NAME",
                                              Severity::kSuggestion};

// the grammar forbids Id in an identity-based policy, other pages describe
// it without limits; to be accepted with a warning, though
// INVALID_POLICY_ELEMENT is otherwise an error (and refused).
inline constexpr Check kInvalidPolicyElement{"INVALID_POLICY_ELEMENT",
                                             Severity::kWarning};
// S-1.1 has characters reported that section 9 has no code for.
inline constexpr Check kUnsupportedCharacter{"UNSUPPORTED_CHARACTER",
                                             Severity::kWarning};

}  // namespace checks
}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_POLICY_CHECK_H_
