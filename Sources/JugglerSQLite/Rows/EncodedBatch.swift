import Crypto
import JSON
import Juggler

/// Entries as the rows that they become. Encoding happens where the append was called, so that the writer's thread, of
/// which there is one, has nothing to do but to bind and step.
struct EncodedBatch: Sendable {
  enum Body: Sendable {
    case null
    case integer(Int64)
    case run(RunID)
    /// JSON, a range of `bytes`.
    case text(Range<Int>)
    /// JSON that is kept out of line, under its hash.
    case payload(Range<Int>, hash: [UInt8])
  }

  struct Row: Sendable {
    var entry: JournalEntry
    var code: EntryCode
    /// A range of `bytes`: the step, the signal's name or the status.
    var name: Range<Int>?
    var body: Body
  }

  private(set) var bytes: [UInt8] = []
  private(set) var rows: [Row] = []

  /// - Parameter threshold: JSON longer than this, in bytes, is kept out of line.
  init(_ entries: [JournalEntry], payloadThreshold threshold: Int) {
    bytes.reserveCapacity(entries.count * 96)
    rows.reserveCapacity(entries.count)
    for entry in entries { append(entry, threshold) }
  }

  private mutating func append(_ entry: JournalEntry, _ threshold: Int) {
    func row(_ code: EntryCode, _ name: Range<Int>?, _ body: Body) {
      rows.append(Row(entry: entry, code: code, name: name, body: body))
    }
    switch entry.kind {
    case .runStarted(let start):
      row(.runStarted, text(StartMark(start).text), json(start.input, threshold))
    case .stepEnded(let id, .completed(let output)): row(.stepCompleted, text(id), json(output, threshold))
    case .stepEnded(let id, .faulted(let fault)): row(.stepFaulted, text(id), json(fault.json, threshold))
    case .timerSet(let id, let wakesAt): row(.timerSet, text(id), .integer(wakesAt.nanoseconds))
    case .childStarted(let id, let child): row(.childStarted, text(id), .run(child))
    case .signalReceived(let signal):
      row(.signalReceived, text(signal.name), json(signal.payload, threshold))
    case .moved(let status, let wakesAt):
      row(.moved, text(status.rawValue), wakesAt.map { .integer($0.nanoseconds) } ?? .null)
    case .halted(let fault): row(.halted, nil, json(fault.json, threshold))
    case .retried(let steps):
      row(.retried, nil, json(.array(steps.map { .string($0.description) }), threshold))
    case .runEnded(.completed(let output)): row(.runCompleted, nil, json(output, threshold))
    case .runEnded(.faulted(let fault)): row(.runFaulted, nil, json(fault.json, threshold))
    case .runEnded(.cancelled): row(.runCancelled, nil, .null)
    case .runEnded(.continued(let successor)): row(.runContinued, nil, .run(successor))
    }
  }

  private mutating func text(_ text: String) -> Range<Int> {
    let start = bytes.count
    bytes.append(contentsOf: text.utf8)
    return start..<bytes.count
  }

  private mutating func text(_ id: StepID) -> Range<Int> { text(id.description) }

  /// JSON's `null` is NULL.
  private mutating func json(_ value: JSONValue, _ threshold: Int) -> Body {
    if value.isNull { return .null }
    let start = bytes.count
    value.write(into: &bytes)
    let range = start..<bytes.count
    guard range.count > threshold else { return .text(range) }
    return .payload(range, hash: Array(SHA256.hash(data: bytes[range])))
  }
}

/// What the entry of a start says that its run's row does not.
struct StartMark {
  var status: RunStatus
  var isUnowned: Bool

  init(_ start: RunStart) {
    status = start.status
    isUnowned = start.isUnowned
  }

  var text: String { isUnowned ? status.rawValue + " unowned" : status.rawValue }

  init?(parsing text: String) {
    let words = text.split(separator: " ")
    guard let first = words.first, let status = RunStatus(rawValue: String(first)) else { return nil }
    self.status = status
    isUnowned = words.dropFirst().first == "unowned"
  }
}
