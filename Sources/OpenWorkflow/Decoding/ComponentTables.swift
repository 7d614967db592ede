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
    var names: [String] = []
    var values: [String: Value] = [:]
    var used: Set<String> = []
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
    if declared.names.contains(name) { return declared.values[name] }
    let suggestion =
      if let near = nearest(to: name, among: declared.names) {
        "did you mean '\(near)'?"
      } else if !hint.isEmpty {
        hint
      } else if declared.names.isEmpty {
        "declare it under 'use.\(collection)'"
      } else {
        "'use.\(collection)' has \(declared.names.listed("and"))"
      }
    error("no \(kind) is named '\(name.abbreviated)'; \(suggestion)", at: cursor)
    return nil
  }

  func checkSecret(_ name: String, at cursor: Cursor) {
    guard !components.secrets.contains(name) else { return }
    let near = nearest(to: name, among: components.secrets)
    error(
      "no secret is named '\(name.abbreviated)'; \(near.map { "did you mean '\($0)'?" } ?? "declare it in the list 'use.secrets'")",
      at: cursor)
  }
}
