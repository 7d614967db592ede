/// Writes values as text.
struct ValueWriter: ~Copyable {
  var sink = ByteSink()
  private let options: JSONWritingOptions
  private let isCompact: Bool
  private var depth = 0

  init(_ options: JSONWritingOptions) {
    self.options = options
    isCompact = options.layout == .compact
  }

  mutating func write(_ value: JSONValue) {
    switch value {
    case .null: sink.append("null")
    case .bool(let value): sink.append(value ? "true" : "false")
    case .integer(let value): sink.append(value)
    case .double(let value): sink.append(value)
    case .decimal(let value): value.literal.withUTF8Bytes { sink.append($0) }
    case .string(let value): write(value)
    case .array(let value): write(value)
    case .object(let value): write(value)
    }
  }

  mutating func write(_ string: String) {
    string.withUTF8Bytes { sink.appendQuoted($0, escapingNonASCII: options.escapesNonASCII) }
  }

  private mutating func write(_ elements: [JSONValue]) {
    sink.append(UInt8(ascii: "["))
    depth += 1
    var isFirst = true
    for element in elements {
      startElement(isFirst)
      isFirst = false
      write(element)
    }
    depth -= 1
    if !isFirst { breakLine() }
    sink.append(UInt8(ascii: "]"))
  }

  private mutating func write(_ object: JSONObject) {
    sink.append(UInt8(ascii: "{"))
    depth += 1
    let members = object.storage.members
    let count = object.count
    if options.sortsKeys, count > 1 {
      let order = (0..<count).sorted { members[$0].key.precedesInBytes(members[$1].key) }
      for (index, position) in order.enumerated() { write(members[position], isFirst: index == 0) }
    } else {
      for position in 0..<count { write(members[position], isFirst: position == 0) }
    }
    withExtendedLifetime(object) {}
    depth -= 1
    if count > 0 { breakLine() }
    sink.append(UInt8(ascii: "}"))
  }

  @inline(__always)
  private mutating func write(_ member: ObjectMember, isFirst: Bool) {
    startElement(isFirst)
    write(member.key)
    sink.append(UInt8(ascii: ":"))
    if !isCompact { sink.append(UInt8(ascii: " ")) }
    write(member.value)
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
    case .spaces(let width): sink.append(repeating: UInt8(ascii: " "), count: max(width, 0) * depth)
    case .tabs: sink.append(repeating: UInt8(ascii: "\t"), count: depth)
    }
  }
}
