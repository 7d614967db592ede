import JSON
import Juggler
import OpenWorkflow
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Interpreter {
  /// How deep functions of catalogs may call one another: those of a document cannot call themselves, these could.
  static let callDepth = 64

  /// Calls a function: its task runs as this one, with the arguments as its input.
  @inline(never)
  func perform(
    _ call: FunctionCall, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let function = try await function(call, site, input, variables, in: place)
    let arguments = try await evaluator.value(of: call.arguments, on: input, variables, task: site.name)
    var inner = place
    inner.scope = place.scope.appending(.call(site.reference))
    inner.locals = nil
    let result = try await perform(
      Site(body: function, of: site), Flow(data: arguments, context: variables.context), in: inner)
    return RawResult(
      output: result.flow.data, context: result.flow.context, directive: result.directive == .end ? .end : nil)
  }

  private func function(
    _ call: FunctionCall, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> TaskEntry {
    if case .component(let name) = call.target, let function = definition.use.functions[name] { return function }
    if let known = functions.withLock({ $0[call.name] }) {
      try checkDepth(call, site, place)
      return known
    }
    // What a catalog has may change: the run keeps what it got, so that it goes on with that.
    let kept = try await run.step(StepID(task: "/functions/" + call.name)) {
      do {
        let found = try await source(of: call, site, input, variables, in: place)
        return ["file": .string(found.file), "text": .string(found.text)]
      } catch let fault as Fault {
        throw evaluator.mask.masking(fault.at(site.reference))
      }
    }
    let outcome = DocumentReader.readFunction(
      (kept["text"]?.stringValue ?? "").utf8, name: site.name, file: kept["file"]?.stringValue ?? call.name)
    guard let function = outcome.value else {
      let problems = outcome.diagnostics.map { $0.description }.joined(separator: "; ")
      throw Fault(.configuration, detail: "task '\(site.name)': function '\(call.name)' is not valid: \(problems)")
    }
    functions.withLock { $0[call.name] = function }
    return function
  }

  private func checkDepth(_ call: FunctionCall, _ site: Site, _ place: Place) throws {
    let calls = place.scope.parts.count { if case .call = $0 { true } else { false } }
    guard calls < Self.callDepth else {
      throw Fault(
        .configuration,
        detail:
          "task '\(site.name)': '\(call.name)' is the \(Self.callDepth)th call within another; functions must not "
          + "call themselves")
    }
  }

  private func source(
    of call: FunctionCall, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> FunctionSource {
    switch call.target {
    case .component: throw unavailable("call: \(call.name)", site)
    case .catalog(let name, let version, nil):
      if let source = try await library.function(name, version: version) { return source }
      throw Fault(
        .configuration,
        detail: "task '\(site.name)': the default catalog has no function '\(name)' of version \(version); with "
          + "'juggler run --catalog DIR' it is DIR/functions/\(name)/\(version)/function.yaml")
    case .catalog(let name, let version, let catalog?):
      let root = try await evaluator.uri(catalog.endpoint.uri, on: input, variables, task: site.name)
      let credentials: Credentials? =
        if let authentication = catalog.endpoint.authentication {
          try await self.credentials(authentication, site, input, variables)
        } else { nil }
      return try await fetch(CatalogURI.function(name, version: version, in: root), credentials, site, in: place)
    case .uri(let uri): return try await fetch(CatalogURI.raw(uri), nil, site, in: place)
    }
  }

  private func fetch(
    _ uri: String, _ credentials: Credentials?, _ site: Site, in place: Place
  ) async throws -> FunctionSource {
    var arguments: JSONObject = [
      "method": "get", "uri": .string(uri), "output": "raw", "redirect": true,
    ]
    if let credentials { arguments["authentication"] = .object(credentials.arguments) }
    let id = StepID(task: site.reference, scope: place.scope)
    let content = try await connectors.connector(named: "http").perform(
      arguments, in: EffectContext(run: run.run, step: id))
    guard let data = content.stringValue.flatMap({ Data(base64Encoded: $0) }),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw Fault(.communication, detail: "task '\(site.name)': \(uri) is no text in UTF-8")
    }
    return FunctionSource(text: text, file: uri)
  }
}
