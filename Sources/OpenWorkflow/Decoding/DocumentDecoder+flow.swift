internal import JSON

extension DocumentDecoder {
  func flowDirective(_ cursor: Cursor) -> FlowDirective? {
    guard let text = fixedText(cursor, as: "'continue', 'exit', 'end' or the name of a task") else { return nil }
    return FlowDirective(text)
  }

  /// What stands beside a task, where its `then` may go.
  enum Neighbours {
    case list, branches, none
  }

  /// Every `then` of a list's tasks has to name a task of the same list. Says whether all do.
  @discardableResult
  func checkTargets(_ tasks: [Cursor], among neighbours: Neighbours) -> Bool {
    var isValid = true
    let names = tasks.map(\.lastKey)
    let known = neighbours == .list ? Set(names) : []
    for task in tasks {
      for then in task.flowDirectives {
        guard let text = then.text, case .task(let name) = FlowDirective(text), !known.contains(name),
          !ExpressionText.opens(in: text), !text.isEmpty
        else { continue }
        error("'then' goes to '\(name.abbreviated)', \(Self.objection(to: name, names, neighbours))", at: then)
        isValid = false
      }
    }
    return isValid
  }

  private static func objection(to name: String, _ names: [String], _ neighbours: Neighbours) -> String {
    switch neighbours {
    case .branches: return "but a branch runs on its own; it can only 'continue', 'exit' or 'end'"
    case .none: return "but a function is one task; it can only 'continue', 'exit' or 'end'"
    case .list:
      let suggestion =
        nearest(to: name, among: names + ["continue", "exit", "end"]).map { "did you mean '\($0)'?" }
        ?? "this list has \(names.listed("and"))"
      return "which is no task of the same list; \(suggestion)"
    }
  }

  /// Warns of tasks that no way through their list leads to.
  func warnOfUnreachable(_ list: TaskList, _ cursors: [Cursor]) {
    var reached: Set<Int> = []
    var pending = list.entries.isEmpty ? [] : [0]
    while let index = pending.popLast() {
      guard list.entries.indices.contains(index), reached.insert(index).inserted else { continue }
      pending += list.successors(of: index)
    }
    for (index, entry) in list.entries.enumerated() where !reached.contains(index) {
      warning("the task '\(entry.name.abbreviated)' is never reached", atKeyOf: cursors[index])
    }
  }
}

extension FlowDirective {
  init(_ text: String) {
    self =
      switch text {
      case "continue": .continue
      case "exit": .exit
      case "end": .end
      default: .task(text)
      }
  }
}

extension TaskList {
  fileprivate func successors(of index: Int) -> [Int] {
    let task = entries[index].definition
    var successors: [Int] = []
    func follow(_ directive: FlowDirective) {
      switch directive {
      case .continue: successors.append(index + 1)
      case .task(let name): self.index(of: name).map { successors.append($0) }
      case .exit, .end: break
      }
    }
    // A task that is skipped does not heed its own `then`.
    if task.condition != nil { successors.append(index + 1) }
    switch task.kind {
    case .switchCases(let cases):
      cases.cases.forEach { follow($0.then) }
      if let defaultCase = cases.defaultCase {
        follow(defaultCase.then)
      } else {
        follow(task.then ?? .continue)
      }
    case .tryCatch(let attempt):
      follow(task.then ?? .continue)
      attempt.catch.then.map(follow)
    default:
      follow(task.then ?? .continue)
    }
    return successors
  }
}

extension Cursor {
  var lastKey: String { if case .key(let key) = path.step { key } else { "" } }

  /// Every `then` of a task that goes somewhere in the task's own list.
  fileprivate var flowDirectives: [Cursor] {
    var directives = child("then").map { [$0] } ?? []
    if let then = child("catch")?.child("then") { directives.append(then) }
    if let cases = child("switch"), case .sequence(let items) = cases.node.content {
      for (index, item) in items.enumerated() {
        let item = cases.descend(item, at: index)
        guard case .mapping(let members) = item.node.content, let first = members.first else { continue }
        item.descend(first).child("then").map { directives.append($0) }
      }
    }
    return directives
  }

  func child(_ key: String) -> Cursor? {
    guard case .mapping(let members) = node.content else { return nil }
    return members.first { $0.key == key }.map(descend)
  }
}
