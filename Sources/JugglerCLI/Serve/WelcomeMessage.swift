import Juggler
import JugglerServer
import OpenWorkflowRuntime

/// What `juggler serve` says when it listens: where, what it serves, and, when that is nothing yet, what to do.
struct WelcomeMessage {
  /// `http://127.0.0.1:8080`.
  var url: String
  var store: StoreArgument
  var directories: [String]
  var deployments: [Deployment]
  var unservedFiles: Int

  var lines: [String] {
    var lines = [
      "juggler \(RuntimeVersion.current) listens on \(url)",
      "  runs:        \(store.place)",
      "  definitions: files of \(directories.joined(separator: ", ")), and PUT \(url)/api/v1/workflows/NAMESPACE/NAME/VERSION",
      "  operation:   \(url)/openapi.json, /healthz, /readyz, /metrics",
    ]
    lines += deployments.prefix(20).map {
      "  serves:      POST \(url)/call/\($0.reference.namespace)/\($0.reference.name)"
    }
    if deployments.count > 20 { lines.append("  and \(deployments.count - 20) more: \(url)/api/v1/workflows") }
    if unservedFiles > 0 {
      lines.append("  not served:  \(unservedFiles) \(unservedFiles == 1 ? "file" : "files") with errors, see above")
    }
    if deployments.isEmpty { lines += firstSteps }
    return lines
  }

  private var firstSteps: [String] {
    let directory = directories.first ?? "."
    let file = directory == "." ? "hello.yaml" : "\(directory)/hello.yaml"
    return ["", "There is no workflow yet. Write one to \(file):", ""]
      + Self.example.map { $0.isEmpty ? "" : "    " + $0 }
      + [
        "", "It is served at once. Call it:", "", "    curl -s \(url)/call/examples/hello --json '{\"name\": \"Ada\"}'",
        "",
      ]
  }

  /// Runs without a network.
  static let example = """
    document:
      dsl: 1.0.3
      namespace: examples
      name: hello
      version: 1.0.0
    do:
      - greet:
          set:
            message: '${ "Hello, \\(.name // "world")!" }'
    """.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
}
