/// `run`: a process, or another workflow.
package struct RunTask: Sendable {
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
}

package struct ShellProcess: Sendable {
  package let command: Template
  package let stdin: Template?
  package let arguments: ProcessArguments
  package let environment: Template?
}

package struct ScriptProcess: Sendable {
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
}

package struct ContainerProcess: Sendable {
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
}

package struct WorkflowProcess: Sendable {
  package let namespace: String
  package let name: String
  /// A semantic version, or `latest`.
  package let version: String
  package let input: Template?
}

/// What a process is given on its command line, or as variables.
package enum ProcessArguments: Sendable {
  case none
  case list([Template])
  case map([(name: String, value: Template)])
  /// One expression that gives an array or an object.
  case expression(Expression)
}
