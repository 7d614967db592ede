/// One event of an event stream.
struct ServerSentEvent: Equatable, Sendable {
  var data: String
  /// The last id that the stream gave, of this event or one before.
  var id: String?
}

/// Reads an event stream (HTML Living Standard, section 9.2.6), however its bytes are cut into pieces.
struct ServerSentEventParser {
  /// How long to wait before connecting again, in milliseconds, as the server asked for it.
  private(set) var retryDelay: Int?
  /// Of the events that were read whole: the next connection goes on behind them.
  private(set) var lastID: String?
  /// What the lines since then say that it is.
  private var nextID: String?
  private var line: [UInt8] = []
  private var data: String?
  private var skipsLineFeed = false

  init(lastID: String? = nil) {
    self.lastID = lastID
    nextID = lastID
  }

  mutating func read(_ bytes: some Sequence<UInt8>) -> [ServerSentEvent] {
    var events: [ServerSentEvent] = []
    for byte in bytes {
      let isSecondOfPair = skipsLineFeed && byte == 0x0A
      skipsLineFeed = byte == 0x0D
      if isSecondOfPair { continue }
      if byte == 0x0A || byte == 0x0D {
        if let event = endLine() { events.append(event) }
      } else {
        line.append(byte)
      }
    }
    return events
  }

  private mutating func endLine() -> ServerSentEvent? {
    defer { line.removeAll(keepingCapacity: true) }
    if line.isEmpty {
      lastID = nextID
      defer { data = nil }
      return data.map { ServerSentEvent(data: $0, id: lastID) }
    }
    let colon = line.firstIndex(of: UInt8(ascii: ":"))
    let name = line[..<(colon ?? line.endIndex)]
    var value = colon.map { line[($0 + 1)...] } ?? []
    if value.first == 0x20 { value.removeFirst() }
    let text = String(decoding: value, as: UTF8.self)
    switch String(decoding: name, as: UTF8.self) {
    case "data": data = data.map { $0 + "\n" + text } ?? text
    case "id": if !value.contains(0) { nextID = text }
    case "retry": retryDelay = Int(text).flatMap { $0 >= 0 ? $0 : nil } ?? retryDelay
    default: break
    }
    return nil
  }
}
