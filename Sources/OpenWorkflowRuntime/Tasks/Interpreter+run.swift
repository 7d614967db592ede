import JSON
import Juggler
import OpenWorkflow

extension Interpreter {
  @inline(never)
  func perform(
    _ task: RunTask, _ site: Site, _ input: JSONValue, _ variables: Variables, in place: Place
  ) async throws -> RawResult {
    let connector: String
    var arguments: JSONObject
    switch task.process {
    case .shell(let shell):
      connector = "shell"
      arguments = ["command": .string(try await text(shell.command, "command", site, input, variables))]
      try await add(shell.arguments, shell.stdin, shell.environment, to: &arguments, site, input, variables)
    case .script(let script):
      connector = "script"
      arguments = ["language": .string(script.language.rawValue)]
      switch script.source {
      case .code(let code): arguments["code"] = .string(try await text(code, "code", site, input, variables))
      case .resource(let resource):
        var source: JSONObject = [
          "uri": .string(try await evaluator.uri(resource.endpoint.uri, on: input, variables, task: site.name))
        ]
        if let authentication = resource.endpoint.authentication {
          source["authentication"] = .object(
            try await credentials(authentication, site, input, variables).arguments)
        }
        arguments["source"] = .object(source)
      }
      try await add(script.arguments, script.stdin, script.environment, to: &arguments, site, input, variables)
    case .container:
      try connectors.checkIsAllowed("container")
      throw unavailable("run: container", site)
    case .workflow(let workflow):
      return try await perform(workflow, of: task, site, input, variables, in: place)
    }
    guard task.awaits else { throw unavailable("await: false", site) }
    arguments["return"] = .string(task.returns.rawValue)
    return RawResult(
      output: try await effect(connector, arguments, site, in: place), context: variables.context)
  }

  @inline(never)
  private func add(
    _ processArguments: ProcessArguments, _ stdin: Template?, _ environment: Template?,
    to arguments: inout JSONObject, _ site: Site, _ input: JSONValue, _ variables: Variables
  ) async throws {
    let template: Template? =
      switch processArguments {
      case .none: nil
      case .list(let list): .array(list)
      case .map(let members): .object(members.map { (key: $0.name, value: $0.value) })
      case .expression(let expression): .expression(expression)
      }
    if let template {
      arguments["arguments"] = try await evaluator.value(of: template, on: input, variables, task: site.name)
    }
    if let stdin {
      arguments["stdin"] = try await evaluator.value(of: stdin, on: input, variables, task: site.name)
    }
    if let environment = try await object(environment, "environment", site, input, variables) {
      arguments["environment"] = .object(environment)
    }
  }
}
