import ArgumentParser
import JugglerAPI
import JugglerClient

/// A server, and who asks it.
struct ServerAddress: ParsableArguments {
  @Option(help: ArgumentHelp("The server to ask, such as http://localhost:8080.", valueName: "url"))
  var server: String?

  @Option(
    name: .customLong("api-key"),
    help: ArgumentHelp("The key to show to the server; better in the environment. [JUGGLER_API_KEY]", valueName: "key"))
  var apiKey: String?

  @Option(help: ArgumentHelp("The JSON Web Token to show to the server instead. [JUGGLER_TOKEN]", valueName: "token"))
  var token: String?

  func validate() throws {
    if apiKey != nil, token != nil { throw ValidationError("give --api-key or --token, not both") }
    if let server, !server.hasPrefix("http://"), !server.hasPrefix("https://") {
      throw ValidationError("--server: expected a URL such as http://localhost:8080; found '\(server)'")
    }
  }

  /// `nil` when no server is named.
  var client: WorkflowClient? {
    guard let server else { return nil }
    let environment = Environment.process
    var credentials: WorkflowClient.Credentials?
    if let token = token ?? (apiKey == nil ? environment["JUGGLER_TOKEN"] : nil) { credentials = .bearer(token) }
    if let key = apiKey ?? (credentials == nil ? environment["JUGGLER_API_KEY"] : nil) { credentials = .apiKey(key) }
    return WorkflowClient(server, credentials: credentials)
  }

  /// Says in the command line's words why a server did not do what it was asked.
  static func explained<R>(_ body: () async throws -> R) async throws -> R {
    do {
      return try await body()
    } catch let problem as ProblemDetails where problem.status < 500 && ![401, 403, 429].contains(problem.status) {
      throw UserError("\(problem)")
    } catch let problem as ProblemDetails {
      StandardStream.error.write(line: "juggler: error: \(problem)")
      throw ExitCode.faulted
    } catch let error as ClientError {
      StandardStream.error.write(line: "juggler: error: \(error)")
      throw ExitCode.faulted
    }
  }
}
