internal import JSON

/// Juggler's own settings of a task, under `metadata.juggler`, where other runtimes do not look.
extension DocumentDecoder {
  func concurrency(of task: Fields) -> Int? {
    guard case .object(let settings)? = task.cursor.value["metadata"]?["juggler"],
      let count = settings["concurrency"]?.integerValue
    else { return nil }
    return Int(exactly: count)
  }

  func checkMetadata(_ cursor: Cursor, of kind: TaskDefinition.Kind?) {
    guard case .mapping(let members) = cursor.node.content,
      let juggler = members.first(where: { $0.key == "juggler" })
    else { return }
    guard var fields = fields(cursor.descend(juggler)) else { return }
    if let concurrency = fields.take("concurrency") {
      _ = integer(concurrency, in: 1...Int(Int32.max), as: "a whole number, 1 or more")
      if let kind, !kind.isLoop {
        error("'concurrency' is a setting of 'for' tasks: it says how many rounds may overlap", atKeyOf: concurrency)
      }
    }
    close(fields)
  }
}

extension TaskDefinition.Kind {
  fileprivate var isLoop: Bool { if case .forEach = self { true } else { false } }
}
