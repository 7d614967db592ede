/// Writes values as text.
///
/// Like the reader it keeps a stack of open arrays and objects itself, so that depth costs no thread's stack.
struct ValueWriter: ~Copyable {
  var sink = ByteSink()
  private let options: JSONWritingOptions
  private let isCompact: Bool
  private var containers = ScratchStack<WrittenContainer>(capacity: 16)

  init(_ options: JSONWritingOptions) {
    self.options = options
    isCompact = options.layout == .compact
  }

  mutating func write(_ value: JSONValue) {
    let outermost = containers.count
    begin(value)
    while containers.count > outermost {
      switch containers.top.pointee.next() {
      case .element(let element, let isFirst):
        startElement(isFirst)
        begin(element)
      case .member(let member, let isFirst):
        startElement(isFirst)
        write(member.key)
        sink.append(UInt8(ascii: ":"))
        if !isCompact { sink.append(UInt8(ascii: " ")) }
        begin(member.value)
      case .end:
        let container = containers.pop()
        if !container.isEmpty { breakLine() }
        sink.append(container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"))
      }
    }
  }

  /// Writes a scalar, or opens a container.
  @inline(__always)
  private mutating func begin(_ value: JSONValue) {
    switch value {
    case .null: sink.append("null")
    case .bool(let value): sink.append(value ? "true" : "false")
    case .integer(let value): sink.append(value)
    case .double(let value): sink.append(value)
    case .decimal(let value): value.literal.withUTF8Bytes { sink.append($0) }
    case .string(let value): write(value)
    case .array(let elements):
      sink.append(UInt8(ascii: "["))
      containers.push(WrittenContainer(elements))
    case .object(let object):
      sink.append(UInt8(ascii: "{"))
      containers.push(WrittenContainer(object, sortsKeys: options.sortsKeys))
    }
  }

  @inline(__always)
  private mutating func write(_ string: String) {
    string.withUTF8Bytes { sink.appendQuoted($0, escapingNonASCII: options.escapesNonASCII) }
  }

  @inline(__always)
  private mutating func startElement(_ isFirst: Bool) {
    if !isFirst { sink.append(UInt8(ascii: ",")) }
    breakLine()
  }

  @inline(__always)
  private mutating func breakLine() {
    if isCompact { return }
    sink.append(UInt8(ascii: "\n"))
    switch options.layout {
    case .compact: break
    case .spaces(let width): sink.append(repeating: UInt8(ascii: " "), count: max(width, 0) * containers.count)
    case .tabs: sink.append(repeating: UInt8(ascii: "\t"), count: containers.count)
    }
  }
}
