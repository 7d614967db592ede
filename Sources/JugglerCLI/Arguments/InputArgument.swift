import JSON

/// A value given on the command line: as JSON, as `@FILE`, or as `-` for standard input.
enum InputArgument {
  /// Throws a message for the user.
  static func value(_ argument: String) throws(UserError) -> JSONValue {
    switch argument.first {
    case "-" where argument == "-":
      return try parse(
        try contents { () throws(FileError) in try FileContents.standardInput() }, named: "standard input")
    case "@":
      let path = String(argument.dropFirst())
      return try parse(try contents { () throws(FileError) in try FileContents.read(path) }, named: path)
    default:
      return try parse(Array(argument.utf8), named: "the value of --input")
    }
  }

  private static func contents(_ read: () throws(FileError) -> [UInt8]) throws(UserError) -> [UInt8] {
    do throws(FileError) { return try read() } catch { throw UserError(error.description) }
  }

  private static func parse(_ bytes: [UInt8], named name: String) throws(UserError) -> JSONValue {
    do throws(JSONParseError) {
      return try JSONValue(parsing: bytes)
    } catch {
      throw UserError("\(name) is not JSON: \(error). Give JSON, @FILE, or - for standard input")
    }
  }
}
