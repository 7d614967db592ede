package import Juggler

/// Which kinds of effects workflows may ask for. What runs programs on this machine can do everything that this process
/// can, so a server that runs the workflows of others must be told to allow it.
package struct ProcessPolicy: Sendable, Hashable {
  /// A kind of effect that runs programs on this machine.
  package enum Process: String, Sendable, Hashable, CaseIterable {
    case shell, script, container

    /// What allows it on the command line of a server.
    package var flag: String { "--allow \(rawValue)" }
  }

  /// What is not allowed.
  package var refused: Set<Process>

  package init(refusing refused: Set<Process>) { self.refused = refused }

  /// Everything: what one runs on one's own machine.
  package static let unrestricted = ProcessPolicy(refusing: [])

  /// What a server allows: no programs but those given.
  package static func server(allowing allowed: Set<Process> = []) -> ProcessPolicy {
    ProcessPolicy(refusing: Set(Process.allCases).subtracting(allowed))
  }

  /// Throws an `authorization` fault when effects of that name are not allowed.
  package func check(_ name: String) throws(Fault) {
    if refused.isEmpty { return }
    guard let process = Process(rawValue: name), refused.contains(process) else { return }
    throw Fault(
      .authorization,
      detail: "'run: \(name)' is not allowed here, because it runs programs on the server's machine: "
        + "start the server with \(process.flag) to allow it")
  }
}
