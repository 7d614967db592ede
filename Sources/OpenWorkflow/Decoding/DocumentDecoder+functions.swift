internal import JSON

extension DocumentDecoder {
  /// A task that others call.
  func function(_ cursor: Cursor, name: String) -> TaskEntry? {
    checkTargets([cursor], among: .none)
    return task(cursor, Scope(.task, function: name), name: name)
  }

  func functionCall(_ name: String, _ cursor: Cursor, _ with: Cursor?, _ scope: Scope) -> FunctionCall? {
    let target = target(name, cursor, scope)
    guard let with else { return target.map { FunctionCall(name: name, target: $0, arguments: .literal([:])) } }
    let arguments = mappingTemplate(with, scope, of: "arguments")
    guard let target, let arguments else { return nil }
    return FunctionCall(name: name, target: target, arguments: arguments)
  }

  private func target(_ name: String, _ cursor: Cursor, _ scope: Scope) -> FunctionCall.Target? {
    if components.functions.contains(name) {
      components.functions.used.insert(name)
      if let caller = scope.function { components.calls[caller, default: []].append((name, cursor)) }
      return .component(name)
    }
    if name.contains("://") { return .uri(name) }
    if name.contains("@") { return cataloged(name, cursor) }
    error("no function is named '\(name.abbreviated)'; \(functionHint(name))", at: cursor)
    return nil
  }

  private func functionHint(_ name: String) -> String {
    nearest(to: name, among: Self.protocols + components.functions.names).map { "did you mean '\($0)'?" }
      ?? "declare it under 'use.functions', or call \(Self.protocols.listed()), 'name:version@catalog' or a URI"
  }

  /// `name:version@catalog`.
  private func cataloged(_ text: String, _ cursor: Cursor) -> FunctionCall.Target? {
    let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
    let function = parts[0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let catalogName = String(parts[1])
    guard function.count == 2, !function[0].isEmpty, SemanticVersion.isValid(String(function[1])) else {
      error(
        "a function of a catalog is called 'name:version@catalog', such as 'log:1.0.0@\(catalogName)', found "
          + "'\(text.abbreviated)'", at: cursor)
      return nil
    }
    let isDefault = catalogName == "default" && !components.catalogs.contains("default")
    let catalog = isDefault ? nil : resolve(catalogName, in: \.catalogs, "catalog", "catalogs", at: cursor)
    guard isDefault || catalog != nil else { return nil }
    return .catalog(name: String(function[0]), version: String(function[1]), catalog: catalog)
  }

  /// Reports functions that end up calling themselves: they would never end.
  func checkCalls() {
    var finished: Set<String> = []
    for name in components.functions.names where !finished.contains(name) { visit(name, &finished) }
  }

  /// Follows all calls from a function, without recursion, since a chain of calls may be long.
  private func visit(_ name: String, _ finished: inout Set<String>) {
    var chain = [(name: name, next: 0)]
    var places = [name: 0]
    while let current = chain.last {
      let calls = components.calls[current.name] ?? []
      guard current.next < calls.count else {
        finished.insert(current.name)
        places[current.name] = nil
        chain.removeLast()
        continue
      }
      chain[chain.count - 1].next += 1
      let call = calls[current.next]
      if let start = places[call.function] {
        let cycle = (chain[start...].prefix(20).map(\.name) + [call.function]).map { "'\($0.abbreviated)'" }
        error("functions must not call themselves: \(cycle.joined(separator: " calls "))", at: call.at)
      } else if !finished.contains(call.function) {
        places[call.function] = chain.count
        chain.append((call.function, 0))
      }
    }
  }
}
