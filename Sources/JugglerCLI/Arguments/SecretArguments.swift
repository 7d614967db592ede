import JSON
import OpenWorkflowRuntime

/// Where the command line says that secrets are: first a file, then the environment, then a directory.
struct SecretArguments {
  var file: String?
  var directory: String?

  func sources(environment: Environment) throws(UserError) -> [any SecretSource] {
    var sources: [any SecretSource] = []
    if let file {
      guard case .object(let values) = try InputArgument.value("@\(file)") else {
        throw UserError("\(file) must be a JSON object with the secrets by name")
      }
      sources.append(InlineSecrets(values))
    }
    sources.append(EnvironmentSecrets(environment.variables(prefixed: "JUGGLER_SECRET_")))
    if let directory { sources.append(DirectorySecrets(directory)) }
    return sources
  }
}
