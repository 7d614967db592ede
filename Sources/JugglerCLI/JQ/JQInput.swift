import JSON
import Synchronization

/// The inputs of `juggler jq`, read as they are asked for: from files one after the other, or from standard input.
final class JQInput: Sendable {
  struct Options: Sendable, Equatable {
    /// Lines as strings rather than JSON.
    var isRaw = false
    /// All at once: as one array, or as one string when raw.
    var isSlurped = false
    /// Each value as the events of `--stream`.
    var isStreamed = false
    /// Values are marked by the record separator of RFC 7464.
    var isSequence = false
  }

  /// What is not JSON, and where.
  struct ParseError: Error, CustomStringConvertible {
    let description: String
  }

  private struct State {
    var source: JQSource
    var splitter = JSONSplitter()
    /// Values that were read and not yet asked for, in reverse.
    var pending: [JSONValue] = []
    var isSlurped = false
    var failures: [FileError] = []
  }

  private let options: Options
  private let state: Mutex<State>

  /// - Parameter files: what to read; standard input when there are none.
  init(files: [String], options: Options) {
    self.options = options
    state = Mutex(State(source: JQSource(files: files)))
  }

  /// The next input, `nil` at the end. Throws a `ParseError`.
  func next() throws -> JSONValue? {
    try state.withLock { state in
      guard options.isSlurped else { return try next(&state) }
      guard !state.isSlurped else { return nil }
      state.isSlurped = true
      if options.isRaw { return .string(String(decoding: rest(&state), as: UTF8.self)) }
      var values: [JSONValue] = []
      while let value = try next(&state) { values.append(value) }
      return .array(values)
    }
  }

  /// Where the last input came from, as errors call it: `<stdin>:3`, `orders.json:12`, or `<unknown>` before any.
  var location: String {
    state.withLock { state in
      state.source.hasBegun ? "\(state.source.name ?? "<stdin>"):\(lines(state))" : "<unknown>"
    }
  }

  /// The file that is being read; `nil` for standard input.
  var filename: String? { state.withLock { $0.source.name } }

  var lineNumber: Int { state.withLock { lines($0) } }

  /// The files that could not be read.
  var failures: [FileError] { state.withLock { $0.failures } }

  private func next(_ state: inout State) throws -> JSONValue? {
    if let value = state.pending.popLast() { return value }
    if options.isRaw { return line(&state).map(JSONValue.string) }
    while true {
      if let piece = state.splitter.next(isEnd: state.source.isAtEnd) {
        let value = try parse(piece)
        guard options.isStreamed else { return value }
        state.pending = value.streamEvents.reversed()
        return state.pending.popLast()
      }
      guard let chunk = read(&state) else { return nil }
      state.splitter.append(chunk)
    }
  }

  private func parse(_ piece: JSONSplitter.Piece) throws -> JSONValue {
    do throws(JSONParseError) {
      return try JSONValue(parsing: piece.text, options: Self.parsing)
    } catch {
      let line = piece.line + error.line - 1
      let column = error.line == 1 ? piece.column + error.column - 1 : error.column
      throw ParseError(
        description: "expected \(error.expected), found \(error.found) at line \(line), column \(column)")
    }
  }

  private static let parsing = JSONParsingOptions(depthLimit: 10_000, invalidUTF8: .replace)

  private func line(_ state: inout State) -> String? {
    while true {
      if let line = state.splitter.nextLine(isEnd: state.source.isAtEnd) {
        return String(decoding: line, as: UTF8.self)
      }
      guard let chunk = read(&state) else { return nil }
      state.splitter.append(chunk)
    }
  }

  private func rest(_ state: inout State) -> [UInt8] {
    var bytes: [UInt8] = []
    while let chunk = read(&state) { bytes += chunk }
    return bytes
  }

  /// The next bytes; empty ones at the very end, once, so that what is left is looked at again; then `nil`.
  private func read(_ state: inout State) -> [UInt8]? {
    while true {
      do throws(FileError) {
        guard var chunk = try state.source.read() else { return nil }
        if options.isSequence {
          for index in chunk.indices where chunk[index] == 0x1E { chunk[index] = UInt8(ascii: " ") }
        }
        return chunk
      } catch {
        state.failures.append(error)
      }
    }
  }

  private func lines(_ state: State) -> Int { state.splitter.linesRead }
}

extension JSONValue {
  /// The value as jq's `tostream` gives it: each leaf with its path, and a path alone where an array or object closes.
  var streamEvents: [JSONValue] {
    var events: [JSONValue] = []
    appendStreamEvents(at: [], to: &events)
    return events
  }

  private func appendStreamEvents(at path: [JSONValue], to events: inout [JSONValue]) {
    var last: JSONValue?
    switch self {
    case .array(let elements) where !elements.isEmpty:
      for (index, element) in elements.enumerated() {
        last = .integer(Int64(index))
        element.appendStreamEvents(at: path + [.integer(Int64(index))], to: &events)
      }
    case .object(let members) where !members.isEmpty:
      for (key, value) in members {
        last = .string(key)
        value.appendStreamEvents(at: path + [.string(key)], to: &events)
      }
    default:
      events.append([.array(path), self])
    }
    if let last { events.append([.array(path + [last])]) }
  }
}
