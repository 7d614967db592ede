internal import JSON

extension DocumentDecoder {
  /// Reads `use` in an order in which nothing refers to what comes later, but for functions.
  func components(_ cursor: Cursor?) -> Components {
    guard let cursor, var fields = fields(cursor) else { return components(extensions: []) }
    let scope = Scope(.task)
    if let secrets = fields.take("secrets") {
      components.secrets = (items(secrets, of: "names") ?? []).compactMap { fixedText($0, as: "a secret's name") }
    }
    read(fields.take("authentications"), into: \.authentications, of: "authentication policies") { cursor, name in
      policy(cursor, scope, name: name)
    }
    read(fields.take("catalogs"), into: \.catalogs, of: "catalogs") { catalog($0, $1, scope) }
    read(fields.take("errors"), into: \.errors, of: "errors") { errorDefinition($0, scope, name: $1) }
    read(fields.take("timeouts"), into: \.timeouts, of: "timeouts") { timeoutDefinition($0, scope, name: $1) }
    // Whatever `catch.as` says where the policy is used, its expressions know the error as `$error`.
    let retryScope = scope.adding("error")
    read(fields.take("retries"), into: \.retries, of: "retry policies") { retryPolicy($0, retryScope, name: $1) }
    if let functions = fields.take("functions"), case .mapping(let members) = functions.node.content {
      for member in members { components.functions.declare(member.key) }
      read(functions, into: \.functions, of: "tasks") { function($0, name: $1) }
    } else if let functions = fields.take("functions") {
      expected("a mapping of tasks", functions)
    }
    let extensions = fields.take("extensions").map { self.extensions($0, scope) }
    close(fields)
    return components(extensions: extensions ?? [])
  }

  private func components(extensions: [Extension]) -> Components {
    Components(
      authentications: components.authentications.values, catalogs: components.catalogs.values,
      errors: components.errors.values, extensions: extensions, functions: components.functions.values,
      retries: components.retries.values, secrets: components.secrets, timeouts: components.timeouts.values)
  }

  private func read<Value>(
    _ cursor: Cursor?, into table: WritableKeyPath<ComponentTables, ComponentTables.Table<Value>>, of what: String,
    _ decode: (Cursor, String) -> Value?
  ) {
    guard let cursor, let members = members(cursor, of: what) else { return }
    for member in members {
      guard case .key(let name) = member.path.step else { continue }
      components[keyPath: table].declare(name)
      components[keyPath: table].values[name] = decode(member, name)
    }
  }

  private func catalog(_ cursor: Cursor, _ name: String, _ scope: Scope) -> Catalog? {
    guard var fields = fields(cursor, as: "a mapping with 'endpoint'") else { return nil }
    let endpoint = require("endpoint", of: &fields, "the catalog's root").flatMap { self.endpoint($0, scope) }
    close(fields)
    return endpoint.map { Catalog(name: name, endpoint: $0) }
  }

  private func extensions(_ cursor: Cursor, _ scope: Scope) -> [Extension] {
    let items = items(cursor, of: "extensions", hint: "write each as '- name: { extend: … }'") ?? []
    return items.compactMap { item in
      named(item, "an extension").flatMap { self.extension($0, name: $1, scope) }
    }
  }

  private func `extension`(_ cursor: Cursor, name: String, _ scope: Scope) -> Extension? {
    guard var fields = fields(cursor) else { return nil }
    let extend = require("extend", of: &fields, "the kind of task to extend, or 'all'")
      .flatMap { choice($0, Extension.Target.self) }
    let when = fields.take("when").flatMap { expression($0, scope) }
    let before = fields.take("before").flatMap { taskList($0, scope) }
    let after = fields.take("after").flatMap { taskList($0, scope) }
    close(fields)
    guard let extend else { return nil }
    return Extension(name: name, extend: extend, when: when, before: before, after: after)
  }

  /// The only member of a list's item: its name and what it names.
  func named(_ item: Cursor, _ what: String) -> (Cursor, String)? {
    guard case .mapping(let members) = item.node.content, let first = members.first else {
      expected("\(what) with its name: '- name: { … }'", item)
      return nil
    }
    guard members.count == 1 else {
      error(
        "\(item.name) must be \(what) with its name, found the keys \(members.prefix(4).map(\.key).listed("and")); "
          + "begin each with '-', and indent what belongs to it",
        atKeyOf: item.descend(members[1]))
      return nil
    }
    return (item.descend(first), first.key)
  }

  /// Says nothing about a document with errors: a reference that could not be read may be the use.
  func warnOfUnusedComponents(_ root: Cursor) {
    if hasErrors { return }
    guard case .mapping(let members) = root.node.content, let use = members.first(where: { $0.key == "use" }),
      case .mapping(let collections) = use.value.content
    else { return }
    let unused: [(collection: String, kind: String, names: Set<String>)] = [
      ("functions", "function", components.functions.unused), ("retries", "retry policy", components.retries.unused),
      ("timeouts", "timeout", components.timeouts.unused), ("errors", "error", components.errors.unused),
      ("authentications", "authentication policy", components.authentications.unused),
      ("catalogs", "catalog", components.catalogs.unused),
    ]
    for (collection, kind, names) in unused where !names.isEmpty {
      guard let member = collections.first(where: { $0.key == collection }),
        case .mapping(let declared) = member.value.content
      else { continue }
      let cursor = root.descend(use).descend(member)
      for component in declared where names.contains(component.key) {
        warning("the \(kind) '\(component.key)' is never used", atKeyOf: cursor.descend(component))
      }
    }
  }
}

extension ComponentTables.Table {
  fileprivate var unused: Set<String> { Set(names).subtracting(used) }
}
