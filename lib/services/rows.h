#ifndef IAMEVAL_LIB_SERVICES_ROWS_H_
#define IAMEVAL_LIB_SERVICES_ROWS_H_

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "iameval/service_reference.h"
#include "services/tables.h"

namespace iameval::internal {

// The way from the public classes to the tables and back.
struct ReferenceAccess {
  template <typename Row>
  static Row Make(const ReferenceTables& tables, std::size_t id) {
    return Row(&tables, id);
  }
  static const ReferenceTables& Tables(const ReferenceRow& row) {
    return *row.tables_;
  }
  static const ReferenceTables& Tables(const ServiceReference& reference) {
    return *reference.tables_;
  }
  static std::size_t Id(const ReferenceRow& row) { return row.id_; }
  static ServiceReference Reference(const ReferenceTables* tables,
                                    std::shared_ptr<const void> owner) {
    return ServiceReference(tables, std::move(owner));
  }
};

// The rows of `ids`.
template <typename Row>
std::vector<Row> MakeRows(const ReferenceTables& tables,
                          std::span<const std::uint16_t> ids) {
  std::vector<Row> rows;
  rows.reserve(ids.size());
  for (const std::uint16_t id : ids) {
    rows.push_back(ReferenceAccess::Make<Row>(tables, id));
  }
  return rows;
}

// The rows from `first` up to `end`.
template <typename Row>
std::vector<Row> MakeRows(const ReferenceTables& tables, std::size_t first,
                          std::size_t end) {
  std::vector<Row> rows;
  rows.reserve(end - first);
  for (std::size_t id = first; id < end; ++id) {
    rows.push_back(ReferenceAccess::Make<Row>(tables, id));
  }
  return rows;
}

}  // namespace iameval::internal

#endif  // IAMEVAL_LIB_SERVICES_ROWS_H_
