/// `run`: a process, or another workflow.
package final class RunTask: Sendable {
  package enum Process: Sendable {
    case container(ContainerProcess)
    case script(ScriptProcess)
    case shell(ShellProcess)
    case workflow(WorkflowProcess)
  }

  /// What becomes the output.
  package enum Return: String, Sendable, CaseIterable {
    case stdout, stderr, code, all, none
  }

  package let process: Process
  /// Whether the task waits for the end of the process.
  package let awaits: Bool
  package let returns: Return

  init(process: Process, awaits: Bool, returns: Return) {
    self.process = process
    self.awaits = awaits
    self.returns = returns
  }
}

package final class ShellProcess: Sendable {
  package let command: Template
  package let stdin: Template?
  package let arguments: ProcessArguments
  package let environment: Template?

  init(command: Template, stdin: Template?, arguments: ProcessArguments, environment: Template?) {
    self.command = command
    self.stdin = stdin
    self.arguments = arguments
    self.environment = environment
  }
}

package final class ScriptProcess: Sendable {
  package enum Language: String, Sendable {
    case javascript, python
  }

  package enum Source: Sendable {
    /// The code itself, or an expression that gives it; `${` inside code is code.
    case code(Template)
    case resource(ExternalResource)
  }

  package let language: Language
  package let source: Source
  package let stdin: Template?
  package let arguments: ProcessArguments
  package let environment: Template?

  init(language: Language, source: Source, stdin: Template?, arguments: ProcessArguments, environment: Template?) {
    self.language = language
    self.source = source
    self.stdin = stdin
    self.arguments = arguments
    self.environment = environment
  }
}

package final class ContainerProcess: Sendable {
  package enum PullPolicy: String, Sendable, CaseIterable {
    case ifNotPresent, always, never
  }

  package enum Cleanup: Sendable {
    case always
    case never
    case eventually(after: DurationValue)
  }

  package let image: Template
  package let name: Template?
  package let command: Template?
  package let ports: Template?
  package let volumes: Template?
  package let environment: Template?
  package let stdin: Template?
  package let arguments: ProcessArguments
  package let cleanup: Cleanup
  package let pullPolicy: PullPolicy

  init(
    image: Template, name: Template?, command: Template?, ports: Template?, volumes: Template?, environment: Template?,
    stdin: Template?, arguments: ProcessArguments, cleanup: Cleanup, pullPolicy: PullPolicy
  ) {
    self.image = image
    self.name = name
    self.command = command
    self.ports = ports
    self.volumes = volumes
    self.environment = environment
    self.stdin = stdin
    self.arguments = arguments
    self.cleanup = cleanup
    self.pullPolicy = pullPolicy
  }
}

package final class WorkflowProcess: Sendable {
  package let namespace: String
  package let name: String
  /// A semantic version, or `latest`.
  package let version: String
  package let input: Template?

  init(namespace: String, name: String, version: String, input: Template?) {
    self.namespace = namespace
    self.name = name
    self.version = version
    self.input = input
  }
}

/// What a process is given on its command line, or as variables.
package enum ProcessArguments: Sendable {
  case none
  case list([Template])
  case map([(name: String, value: Template)])
  /// One expression that gives an array or an object.
  case expression(Expression)
}
