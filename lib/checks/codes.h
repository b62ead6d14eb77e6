#ifndef IAMEVAL_LIB_CHECKS_CODES_H_
#define IAMEVAL_LIB_CHECKS_CODES_H_

#include "iameval/issue.h"
#include "policy/check.h"

// The checks of this folder, as policy/check.h has those of the parser.

namespace iameval::internal::checks {

// 9.1, ERROR
inline constexpr Check kArnAccountNotAllowed{"ARN_ACCOUNT_NOT_ALLOWED",
                                             Severity::kError};
inline constexpr Check kArnRegionNotAllowed{"ARN_REGION_NOT_ALLOWED",
                                            Severity::kError};
inline constexpr Check kInvalidAction{"INVALID_ACTION", Severity::kError};
inline constexpr Check kInvalidArnRegion{"INVALID_ARN_REGION",
                                         Severity::kError};
inline constexpr Check kInvalidArnServiceCase{"INVALID_ARN_SERVICE_CASE",
                                              Severity::kError};
inline constexpr Check kInvalidGlobalConditionKey{
    "INVALID_GLOBAL_CONDITION_KEY", Severity::kError};
inline constexpr Check kInvalidPartition{"INVALID_PARTITION", Severity::kError};
inline constexpr Check kInvalidRegion{"INVALID_REGION", Severity::kError};
inline constexpr Check kInvalidService{"INVALID_SERVICE", Severity::kError};
inline constexpr Check kInvalidServiceConditionKey{
    "INVALID_SERVICE_CONDITION_KEY", Severity::kError};
inline constexpr Check kInvalidServiceInAction{"INVALID_SERVICE_IN_ACTION",
                                               Severity::kError};
inline constexpr Check kInvalidServicePrincipalFormat{
    "INVALID_SERVICE_PRINCIPAL_FORMAT", Severity::kError};
inline constexpr Check kMissingActionForConditionKey{
    "MISSING_ACTION_FOR_CONDITION_KEY", Severity::kError};
inline constexpr Check kMissingArnAccount{"MISSING_ARN_ACCOUNT",
                                          Severity::kError};
inline constexpr Check kMissingArnRegion{"MISSING_ARN_REGION",
                                         Severity::kError};
inline constexpr Check kMissingQualifier{"MISSING_QUALIFIER", Severity::kError};
inline constexpr Check kUnsupportedActionInPolicy{
    "UNSUPPORTED_ACTION_IN_POLICY", Severity::kError};
inline constexpr Check kUnsupportedConditionKeyForServicePrincipal{
    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Severity::kError};
inline constexpr Check kUnsupportedGlobalConditionKey{
    "UNSUPPORTED_GLOBAL_CONDITION_KEY", Severity::kError};
inline constexpr Check kUnsupportedActionForConditionKey{
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Severity::kError};
inline constexpr Check kUnsupportedResourceArnInPolicy{
    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", Severity::kError};
inline constexpr Check kWildcardUsageTooPermissive{
    "WILDCARD_USAGE_TOO_PERMISSIVE", Severity::kError};

// 9.2, WARNING
inline constexpr Check kCreateSlrWithNotResource{"CREATE_SLR_WITH_NOT_RESOURCE",
                                                 Severity::kWarning};
inline constexpr Check kCreateSlrWithStarInActionAndNotResource{
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", Severity::kWarning};
inline constexpr Check kCreateSlrWithNotActionAndNotResource{
    "CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", Severity::kWarning};
inline constexpr Check kCreateSlrWithStarInResource{
    "CREATE_SLR_WITH_STAR_IN_RESOURCE", Severity::kWarning};
inline constexpr Check kCreateSlrWithStarInActionAndResource{
    "CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", Severity::kWarning};
inline constexpr Check kCreateSlrWithStarInResourceAndNotAction{
    "CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", Severity::kWarning};
inline constexpr Check kRcpMissingRelatedPrincipalConditionKey{
    "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY", Severity::kWarning};
inline constexpr Check kRcpMissingRelatedServicePrincipalConditionKey{
    "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY", Severity::kWarning};
inline constexpr Check kRcpMissingServiceConditionKeyNullCheck{
    "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK", Severity::kWarning};
inline constexpr Check kSpecificGithubRepoAndBranchRecommended{
    "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED", Severity::kWarning};
inline constexpr Check kTypeMismatch{"TYPE_MISMATCH", Severity::kWarning};
// AWS has no code for a grant without effect.
inline constexpr Check kUnsupportedResourceForAction{
    "UNSUPPORTED_RESOURCE_FOR_ACTION", Severity::kWarning};
inline constexpr Check kTypeMismatchString{"TYPE_MISMATCH_STRING",
                                           Severity::kWarning};
inline constexpr Check kUseConditionKeyOnlyWithSupportedServices{
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES", Severity::kWarning};

// 9.3, SECURITY_WARNING
inline constexpr Check kDynamodbAttributesWithoutSelect{
    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT", Severity::kSecurityWarning};
inline constexpr Check kDenyNotActionWithUnsupportedTagConditionKey{
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity::kSecurityWarning};
inline constexpr Check kDenyWithUnsupportedTagConditionKey{
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity::kSecurityWarning};
inline constexpr Check kForAllValuesWithSingleValuedKey{
    "FORALLVALUES_WITH_SINGLE_VALUED_KEY", Severity::kSecurityWarning};
inline constexpr Check kForAnyValueWithAudienceClaimType{
    "FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE", Severity::kSecurityWarning};
inline constexpr Check kMissingConditionKeyForOidcPrincipal{
    "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL", Severity::kSecurityWarning};
inline constexpr Check kMissingPairedConditionKeys{
    "MISSING_PAIRED_CONDITION_KEYS", Severity::kSecurityWarning};
inline constexpr Check kMissingGithubRepoConditionKey{
    "MISSING_GITHUB_REPO_CONDITION_KEY", Severity::kSecurityWarning};
inline constexpr Check kPassRoleWithNotResource{"PASS_ROLE_WITH_NOT_RESOURCE",
                                                Severity::kSecurityWarning};
inline constexpr Check kPassRoleWithStarInActionAndNotResource{
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE",
    Severity::kSecurityWarning};
inline constexpr Check kPassRoleWithNotActionAndNotResource{
    "PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", Severity::kSecurityWarning};
inline constexpr Check kPassRoleWithStarInResource{
    "PASS_ROLE_WITH_STAR_IN_RESOURCE", Severity::kSecurityWarning};
inline constexpr Check kPassRoleWithStarInActionAndResource{
    "PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", Severity::kSecurityWarning};
inline constexpr Check kPassRoleWithStarInResourceAndNotAction{
    "PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION",
    Severity::kSecurityWarning};
inline constexpr Check kRestrictAccessToServicePrincipal{
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL", Severity::kSecurityWarning};
inline constexpr Check kS3PrefixInNegativeContext{
    "S3_PREFIX_IN_NEGATIVE_CONTEXT", Severity::kSecurityWarning};
inline constexpr Check kUntrustworthyConditionKey{"UNTRUSTWORTHY_CONDITION_KEY",
                                                  Severity::kSecurityWarning};
inline constexpr Check kStringLikeOperatorWithArnConditionKeys{
    "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", Severity::kSecurityWarning};

// 9.4, SUGGESTION
inline constexpr Check kConfirmAudienceClaimType{"CONFIRM_AUDIENCE_CLAIM_TYPE",
                                                 Severity::kSuggestion};
inline constexpr Check kRecommendedConditionKeyForServicePrincipal{
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Severity::kSuggestion};
inline constexpr Check kAllowNotActionWithUnsupportedTagConditionKey{
    "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity::kSuggestion};
inline constexpr Check kAllowWithUnsupportedTagConditionKey{
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    Severity::kSuggestion};
inline constexpr Check kEquivalentToNullTrue{"EQUIVALENT_TO_NULL_TRUE",
                                             Severity::kSuggestion};
inline constexpr Check kIrrelevantConditionKeyInPolicy{
    "IRRELEVANT_CONDITION_KEY_IN_POLICY", Severity::kSuggestion};
inline constexpr Check kRedundantAction{"REDUNDANT_ACTION",
                                        Severity::kSuggestion};
inline constexpr Check kRedundantConditionValueNum{
    "REDUNDANT_CONDITION_VALUE_NUM", Severity::kSuggestion};
inline constexpr Check kRedundantKeyDueToWildcardInCondition{
    "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION", Severity::kSuggestion};
inline constexpr Check kRedundantStatementDueToWildcardInCondition{
    "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION", Severity::kSuggestion};
inline constexpr Check kRedundantPrincipalInRoleTrustPolicy{
    "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY", Severity::kSuggestion};
inline constexpr Check kRedundantResource{"REDUNDANT_RESOURCE",
                                          Severity::kSuggestion};
inline constexpr Check kRedundantStatement{"REDUNDANT_STATEMENT",
                                           Severity::kSuggestion};

}  // namespace iameval::internal::checks

#endif  // IAMEVAL_LIB_CHECKS_CODES_H_
