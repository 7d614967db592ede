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
    if components.functions.names.contains(name) {
      components.functions.used.insert(name)
      if let caller = scope.function { components.calls[caller, default: []].append((name, cursor)) }
      return .component(name)
    }
    if name.contains("://") { return .uri(name) }
    if name.contains("@") { return cataloged(name, cursor) }
    let candidates = components.functions.names + Self.protocols
    let hint =
      nearest(to: name, among: candidates).map { "did you mean '\($0)'?" }
      ?? "declare it under 'use.functions', or call \(Self.protocols.listed()), 'name:version@catalog' or a URI"
    error("no function is named '\(name.abbreviated)'; \(hint)", at: cursor)
    return nil
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
    let isDefault = catalogName == "default" && !components.catalogs.names.contains("default")
    let catalog = isDefault ? nil : resolve(catalogName, in: \.catalogs, "catalog", "catalogs", at: cursor)
    guard isDefault || catalog != nil else { return nil }
    return .catalog(name: String(function[0]), version: String(function[1]), catalog: catalog)
  }

  /// Reports functions that end up calling themselves: they would never end.
  func checkCalls() {
    var finished: Set<String> = []
    for name in components.functions.names {
      var chain: [String] = []
      visit(name, &chain, &finished)
    }
  }

  private func visit(_ name: String, _ chain: inout [String], _ finished: inout Set<String>) {
    guard !finished.contains(name) else { return }
    chain.append(name)
    for call in components.calls[name] ?? [] {
      if let start = chain.firstIndex(of: call.function) {
        let cycle = (chain[start...] + [call.function]).map { "'\($0)'" }.joined(separator: " calls ")
        error("functions must not call themselves: \(cycle)", at: call.at)
      } else {
        visit(call.function, &chain, &finished)
      }
    }
    chain.removeLast()
    finished.insert(name)
  }
}
