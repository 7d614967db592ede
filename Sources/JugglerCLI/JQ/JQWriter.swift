import JSON

/// Prints the outputs of `juggler jq` as its options say.
struct JQWriter: Sendable {
  struct Options: Sendable, Equatable {
    enum Layout: Sendable, Equatable {
      case compact
      case spaces(Int)
      case tabs
    }

    enum Separator: Sendable, Equatable {
      case newline, none, nul
    }

    var layout = Layout.spaces(2)
    var sortsKeys = false
    var escapesNonASCII = false
    /// Strings are printed as they are, without quotes.
    var isRaw = false
    var separator = Separator.newline
    /// Each output is marked by the record separator of RFC 7464.
    var isSequence = false
    var colors: JQColors?
  }

  let options: Options

  /// The bytes of one output, its separator included.
  func bytes(of value: JSONValue) -> [UInt8] {
    var bytes: [UInt8] = options.isSequence ? [0x1E] : []
    if options.isRaw, case .string(let text) = value {
      options.escapesNonASCII ? append(raw: value, to: &bytes) : bytes.append(contentsOf: text.utf8)
    } else if let colors = options.colors {
      JQColorWriter(colors: colors, options: options).write(value, to: &bytes)
    } else {
      value.write(into: &bytes, json)
    }
    switch options.separator {
    case .newline: bytes.append(UInt8(ascii: "\n"))
    case .nul: bytes.append(0)
    case .none: break
    }
    return bytes
  }

  /// In ASCII a string keeps its escapes, but loses its quotes.
  private func append(raw value: JSONValue, to bytes: inout [UInt8]) {
    bytes += value.serializedBytes(json).dropFirst().dropLast()
  }

  private var json: JSONWritingOptions {
    let layout: JSONWritingOptions.Layout =
      switch options.layout {
      case .compact: .compact
      case .spaces(let count): .spaces(count)
      case .tabs: .tabs
      }
    return JSONWritingOptions(layout: layout, sortsKeys: options.sortsKeys, escapesNonASCII: options.escapesNonASCII)
  }
}
