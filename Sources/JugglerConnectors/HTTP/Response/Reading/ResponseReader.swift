internal import NIOCore

/// Reads one response of HTTP/1.1 (RFC 9112) from the bytes of a connection, in whatever pieces they come.
///
/// A larger response that comes in one piece is not copied: head and body are parts of the buffer that was read.
struct ResponseReader {
  private enum Place {
    case head
    case sized(left: Int)
    case chunkSize
    case chunk(left: Int)
    case chunkEnd
    case trailer
    case untilClose
  }

  /// The most bytes of a head, a chunk's size line or a trailer.
  static let headLimit = 128 << 10

  /// Whether anything came.
  private(set) var hasBegun = false
  /// Whether the connection can carry another request, once the response is complete.
  private(set) var keepsAlive = false
  /// Whether the body is in a coding that has to be undone.
  private(set) var isCompressed = false

  private let answersHEAD: Bool
  private let limit: Int
  private var place = Place.head
  /// What came and is not understood yet.
  private var received = ByteBuffer()
  /// How far the head has been searched for its end.
  private var searched = 0
  private var head: ResponseHead?
  private var body = ByteBuffer()

  /// - Parameter limit: the most bytes that the body may have.
  init(answersHEAD: Bool, limit: Int) {
    self.answersHEAD = answersHEAD
    self.limit = limit
  }

  /// Takes what came, and gives the response when that completes it. After an error or a response the reader is spent.
  mutating func read(_ bytes: ByteBuffer) throws(ResponseError) -> HTTPResponse? {
    hasBegun = true
    if received.readableBytes == 0 {
      // A small copy costs less than another buffer for the channel, which uses its own again when nobody else has it.
      received = bytes.readableBytes <= 1000 ? ByteBuffer(bytes: bytes.readableBytesView) : bytes
    } else {
      received.writeImmutableBuffer(bytes)
    }
    while true {
      switch place {
      case .head:
        guard let length = try headLength() else { return nil }
        if let complete = try readHead(length) { return complete }
      case .sized(let left):
        if body.readableBytes == 0, received.readableBytes >= left {
          body = received.readSlice(length: left) ?? ByteBuffer()
          return complete()
        }
        let missing = try take(left)
        guard missing == 0 else {
          place = .sized(left: missing)
          return nil
        }
        return complete()
      case .untilClose:
        _ = try take(.max)
        return nil
      case .chunkSize:
        guard let line = try line() else { return nil }
        let size = try Self.chunkSize(line)
        place = size == 0 ? .trailer : .chunk(left: size)
      case .chunk(let left):
        let missing = try take(left)
        place = missing == 0 ? .chunkEnd : .chunk(left: missing)
        if missing > 0 { return nil }
      case .chunkEnd:
        guard let line = try line() else { return nil }
        guard line.readableBytes == 0 else { throw .invalid("a chunk is longer than it says") }
        place = .chunkSize
      case .trailer:
        guard let line = try line() else { return nil }
        if line.readableBytes == 0 { return complete() }
      }
    }
  }

  /// The connection was closed by the server: the response, if it is one that ends so.
  mutating func end() throws(ResponseError) -> HTTPResponse {
    guard case .untilClose = place, let head else { throw hasBegun ? .incomplete : .noResponse }
    return HTTPResponse(head: head, body: body)
  }

  private mutating func complete() -> HTTPResponse? {
    // Nobody asked for what comes behind a response.
    if received.readableBytes > 0 { keepsAlive = false }
    return head.map { HTTPResponse(head: $0, body: body) }
  }

  // MARK: Head

  /// Where the head ends, behind its empty line; nil when that has not come.
  private mutating func headLength() throws(ResponseError) -> Int? {
    let start = searched
    let (length, folds) = received.withUnsafeReadableBytes { bytes -> (Int?, [Int]) in
      var folds: [Int] = []
      var position = start
      while let end = bytes.firstLineFeed(from: position) {
        let next = end + 1
        guard next < bytes.count else { break }
        if bytes[next] == UInt8(ascii: "\n") { return (next + 1, folds) }
        if bytes[next] == UInt8(ascii: "\r") {
          guard next + 1 < bytes.count else { break }
          if bytes[next + 1] == UInt8(ascii: "\n") { return (next + 2, folds) }
        }
        if bytes[next] == 0x20 || bytes[next] == 0x09 { folds.append(end) }
        position = next
      }
      return (nil, folds)
    }
    // A value that goes on in the next line is one with blanks in between (RFC 9112, section 5.2).
    for end in folds {
      let index = received.readerIndex + end
      if end > 0, received.getInteger(at: index - 1) == UInt8(ascii: "\r") {
        received.setInteger(UInt8(ascii: " "), at: index - 1)
      }
      received.setInteger(UInt8(ascii: " "), at: index)
    }
    if length ?? received.readableBytes > Self.headLimit { throw .invalid("its head is larger than 128 KiB") }
    // The end may be cut: an empty line has up to three bytes before its last.
    if length == nil { searched = max(0, received.readableBytes - 3) }
    return length
  }

  private mutating func readHead(_ length: Int) throws(ResponseError) -> HTTPResponse? {
    guard let bytes = received.readSlice(length: length) else { return nil }
    let framing: ResponseFraming
    do {
      framing = try bytes.withUnsafeReadableBytes { try ResponseFraming($0, answersHEAD: answersHEAD) }
    } catch {
      throw error as? ResponseError ?? .invalid("\(error)")
    }
    searched = 0
    // What the server says on the way to its response (RFC 9110, section 15.2).
    if (100..<200).contains(framing.status), framing.status != 101 { return nil }
    head = ResponseHead(status: framing.status, checked: bytes)
    keepsAlive = framing.keepsAlive
    isCompressed = framing.isCompressed
    switch framing.body {
    case .none: return complete()
    case .chunked: place = .chunkSize
    case .untilClose: place = .untilClose
    case .sized(let length):
      guard length <= limit else { throw .tooLarge(limit: limit) }
      // A server that promises much and sends little must not cost much.
      if length > received.readableBytes { body.reserveCapacity(min(length, 1 << 20)) }
      place = .sized(left: length)
    }
    return nil
  }

  // MARK: Body

  /// Moves what came into the body, up to `count` bytes; how many of them are missing.
  private mutating func take(_ count: Int) throws(ResponseError) -> Int {
    let taken = min(count, received.readableBytes)
    guard body.readableBytes + taken <= limit else { throw .tooLarge(limit: limit) }
    if taken == received.readableBytes {
      body.writeBuffer(&received)
      received = ByteBuffer()
    } else if var part = received.readSlice(length: taken) {
      body.writeBuffer(&part)
    }
    return count - taken
  }

  /// The next line without its end; nil when that has not come.
  private mutating func line() throws(ResponseError) -> ByteBuffer? {
    guard let length = received.readableBytesView.firstIndex(of: UInt8(ascii: "\n")).map({ $0 - received.readerIndex })
    else {
      if received.readableBytes > Self.headLimit { throw .invalid("a line within its body is larger than 128 KiB") }
      return nil
    }
    guard var line = received.readSlice(length: length + 1) else { return nil }
    line.moveWriterIndex(to: line.writerIndex - 1)
    if line.readableBytesView.last == UInt8(ascii: "\r") { line.moveWriterIndex(to: line.writerIndex - 1) }
    return line
  }

  private static func chunkSize(_ line: ByteBuffer) throws(ResponseError) -> Int {
    var size = 0
    var digits = 0
    for byte in line.readableBytesView {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      case UInt8(ascii: ";"), 0x20, 0x09:
        if digits > 0 { return size }
        throw .invalid("a chunk without a size")
      default: throw .invalid("the size of a chunk is '\(String(buffer: line).prefix(80))'")
      }
      guard digits < 15 else { throw .invalid("a chunk of more than 2^60 bytes") }
      size = size * 16 + Int(digit)
      digits += 1
    }
    guard digits > 0 else { throw .invalid("a chunk without a size") }
    return size
  }
}
