/// What `use` declares, as far as it has been read, and what of it was used.
struct ComponentTables {
  var secrets: [String] = []
  var authentications = Table<Authentication>()
  var catalogs = Table<Catalog>()
  var errors = Table<ErrorDefinition>()
  var timeouts = Table<Timeout>()
  var retries = Table<RetryPolicy>()
  /// Functions are read last and may call each other, so their names are declared before.
  var functions = Table<TaskEntry>()
  /// Which function calls which, to find those that would never end.
  var calls: [String: [(function: String, at: Cursor)]] = [:]

  struct Table<Value> {
    /// In order of declaration, those that could not be read included.
    private(set) var names: [String] = []
    private var declared: Set<String> = []
    var values: [String: Value] = [:]
    var used: Set<String> = []

    func contains(_ name: String) -> Bool { declared.contains(name) }

    mutating func declare(_ name: String) {
      if declared.insert(name).inserted { names.append(name) }
    }
  }
}

extension DocumentDecoder {
  /// The component that a reference names; reports one that nobody declared.
  func resolve<Value>(
    _ name: String, in table: WritableKeyPath<ComponentTables, ComponentTables.Table<Value>>, _ kind: String,
    _ collection: String, at cursor: Cursor, hint: String = ""
  ) -> Value? {
    components[keyPath: table].used.insert(name)
    let declared = components[keyPath: table]
    if declared.contains(name) { return declared.values[name] }
    error(
      "no \(kind) is named '\(name.abbreviated)'; \(suggestion(for: name, among: declared.names, collection, hint))",
      at: cursor)
    return nil
  }

  private func suggestion(for name: String, among names: [String], _ collection: String, _ hint: String) -> String {
    if let near = nearest(to: name, among: names) { return "did you mean '\(near)'?" }
    if !hint.isEmpty { return hint }
    if names.isEmpty { return "declare it under 'use.\(collection)'" }
    return "'use.\(collection)' has \(names.listed("and"))"
  }

  func checkSecret(_ name: String, at cursor: Cursor) {
    guard !components.secrets.contains(name) else { return }
    let near = nearest(to: name, among: components.secrets)
    error(
      "no secret is named '\(name.abbreviated)'; \(near.map { "did you mean '\($0)'?" } ?? "declare it in the list 'use.secrets'")",
      at: cursor)
  }
}
