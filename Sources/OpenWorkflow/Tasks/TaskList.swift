/// Named tasks in the order in which they are declared.
package struct TaskList: Sendable {
  package let entries: [TaskEntry]
  private let indices: [String: Int]

  package init(_ entries: [TaskEntry]) {
    self.entries = entries
    indices = Dictionary(entries.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Where a task of this list stands; `nil` when the list has none of that name.
  package func index(of name: String) -> Int? { indices[name] }
}

/// A task with its name and its place in the document.
package struct TaskEntry: Sendable {
  package let name: String
  /// JSON Pointer with every level: `/do/0/outer/try/1/inner`, `/use/functions/name`.
  package let reference: String
  package let definition: TaskDefinition
}
