/// Where an expression stands, which decides the variables it may read.
struct Scope {
  /// The rows of the specification's table of runtime expression arguments.
  enum Place {
    case workflowInput, workflowOutput, beforeTask, task, export

    /// Secrets may be read everywhere.
    var variables: [String] {
      switch self {
      case .workflowInput: ["secrets", "workflow", "runtime"]
      case .workflowOutput: ["context", "secrets", "workflow", "runtime"]
      case .beforeTask: ["context", "secrets", "task", "workflow", "runtime"]
      case .task: ["context", "input", "secrets", "task", "workflow", "runtime", "authorization"]
      case .export: ["context", "input", "output", "secrets", "task", "workflow", "runtime", "authorization"]
      }
    }

    var description: String {
      switch self {
      case .workflowInput: "the workflow's 'input.from'"
      case .workflowOutput: "the workflow's 'output.as'"
      case .beforeTask: "a task's 'if' and 'input.from'"
      case .task: "a task's definition and 'output.as'"
      case .export: "'export.as'"
      }
    }
  }

  let place: Place
  /// Variables of the loops and catches around.
  let locals: [String]
  /// The function whose body this is.
  let function: String?

  init(_ place: Place, locals: [String] = [], function: String? = nil) {
    self.place = place
    self.locals = locals
    self.function = function
  }

  var variables: [String] { locals.isEmpty ? place.variables : place.variables + locals }

  func at(_ place: Place) -> Scope { Scope(place, locals: locals, function: function) }

  func adding(_ names: String...) -> Scope { Scope(place, locals: locals + names, function: function) }
}

extension Scope.Place: CaseIterable {}
