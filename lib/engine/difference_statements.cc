// Which statements make two engines decide a request differently.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_format.h"
#include "iameval/difference.h"
#include "iameval/request_check.h"

namespace iameval {
namespace {

// A layer and level: where a policy may have a counterpart.
std::string LayerKey(const StatementRef& ref) {
  return absl::StrFormat("%d/%d", static_cast<int>(ref.type), ref.level);
}

std::string NameKey(const StatementRef& ref) {
  return absl::StrFormat("%s/%s", LayerKey(ref), ref.policy);
}

// Length first: a policy's name and a Sid are anybody's text.
std::string InPolicy(const StatementRef& ref, const std::string& policy,
                     bool by_sid) {
  return absl::StrFormat(
      "%d/%s/%d/%s", policy.size(), policy, ref.allow,
      by_sid ? "sid/" + ref.sid : absl::StrFormat("#%d", ref.statement));
}

std::string KeyByName(const StatementRef& ref, bool by_sid) {
  return InPolicy(ref, "name/" + NameKey(ref), by_sid);
}

std::string KeyByNumber(const StatementRef& ref, bool by_sid) {
  return InPolicy(
      ref, absl::StrFormat("number/%s/%d", LayerKey(ref), ref.policy_index),
      by_sid);
}

// The statements of one side, to be found by those of the other.
class Side {
 public:
  explicit Side(const Explanation& explanation)
      : statements_(explanation.statements) {
    for (const StatementReport& report : statements_) {
      const StatementRef& ref = report.statement;
      const bool by_sid = !ref.sid.empty();
      // The first of several with the same Sid.
      if (!ref.policy.empty()) {
        names_.insert(NameKey(ref));
        found_.emplace(KeyByName(ref, by_sid), &report);
      }
      found_.emplace(KeyByNumber(ref, by_sid), &report);
    }
  }

  [[nodiscard]] const std::vector<StatementReport>& statements() const {
    return statements_;
  }

  // The statement that `ref`, one of `other`, is on this side; or null.
  [[nodiscard]] const StatementReport* Find(const StatementRef& ref,
                                            const Side& other) const {
    const bool by_sid = !ref.sid.empty();
    if (names_.contains(NameKey(ref))) return At(KeyByName(ref, by_sid));
    const StatementReport* report = At(KeyByNumber(ref, by_sid));
    // Its policy has a counterpart already.
    if (report != nullptr &&
        other.names_.contains(NameKey(report->statement))) {
      return nullptr;
    }
    return report;
  }

 private:
  [[nodiscard]] const StatementReport* At(const std::string& key) const {
    const auto found = found_.find(key);
    return found == found_.end() ? nullptr : found->second;
  }

  const std::vector<StatementReport>& statements_;
  absl::flat_hash_map<std::string, const StatementReport*> found_;
  absl::flat_hash_set<std::string> names_;
};

std::optional<StatementReport> CopyOf(const StatementReport* report) {
  if (report == nullptr) return std::nullopt;
  return *report;
}

// It looks the same from both sides: not what made the difference.
bool SameOutcome(const StatementReport& report, const StatementReport* other) {
  return other != nullptr && report.outcome == other->outcome;
}

std::vector<StatementDifference> Compare(const Explanation& before,
                                         const Explanation& after) {
  const Side left(before);
  const Side right(after);
  std::vector<StatementDifference> differences;
  absl::flat_hash_set<const StatementReport*> listed;
  for (const StatementReport& report : left.statements()) {
    if (!report.determining) continue;
    const StatementReport* other = right.Find(report.statement, left);
    if (SameOutcome(report, other)) continue;
    if (other != nullptr) listed.insert(other);
    differences.push_back({report, CopyOf(other)});
  }
  for (const StatementReport& report : right.statements()) {
    if (!report.determining || listed.contains(&report)) continue;
    const StatementReport* other = left.Find(report.statement, right);
    if (SameOutcome(report, other)) continue;
    differences.push_back({CopyOf(other), report});
  }
  return differences;
}

DifferenceExplanation Compared(Explanation before, Explanation after) {
  DifferenceExplanation explanation{.before = std::move(before),
                                    .after = std::move(after),
                                    .statements = {}};
  explanation.statements = Compare(explanation.before, explanation.after);
  return explanation;
}

}  // namespace

DifferenceExplanation ExplainDifference(const Engine& before,
                                        const Engine& after,
                                        const Request& request) {
  return Compared(before.Explain(request), after.Explain(request));
}

DifferenceExplanation ExplainDifference(const CheckedEngine& before,
                                        const CheckedEngine& after,
                                        const Request& request) {
  return Compared(before.Explain(request).explanation,
                  after.Explain(request).explanation);
}

}  // namespace iameval
