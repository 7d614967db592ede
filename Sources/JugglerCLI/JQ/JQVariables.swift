import JSON

/// The variables that the command line sets: `$NAME` for each, and `$ARGS` for all.
struct JQVariables {
  private var named: JSONObject = [:]
  private var positional: [JSONValue] = []

  /// Throws a message for the user when a value cannot be read.
  init(_ command: JQCommand) throws(UserError) {
    for argument in command.arg { set(argument.name, .string(argument.value)) }
    for argument in command.argjson {
      set(argument.name, try Self.json(argument.value, in: "--argjson \(argument.name)"))
    }
    for argument in command.slurpfile {
      set(argument.name, .array(try Self.values(in: argument.value, for: "--slurpfile \(argument.name)")))
    }
    for argument in command.rawfile {
      set(argument.name, .string(String(decoding: try Self.contents(of: argument.value), as: UTF8.self)))
    }
    for argument in command.positional {
      positional.append(argument.isJSON ? try Self.json(argument.text, in: "--jsonargs") : .string(argument.text))
    }
  }

  var names: [String] { named.keys + ["ARGS"] }

  func values(of names: [String]) -> [JSONValue] {
    names.map { named[$0] ?? ["positional": .array(positional), "named": .object(named)] }
  }

  /// The first value of a name counts, as in jq.
  private mutating func set(_ name: String, _ value: JSONValue) {
    if named[name] == nil { named[name] = value }
  }

  private static func json(_ text: String, in option: String) throws(UserError) -> JSONValue {
    do throws(JSONParseError) {
      return try JSONValue(parsing: text)
    } catch {
      throw UserError("\(option): not JSON: \(error)")
    }
  }

  private static func values(in file: String, for option: String) throws(UserError) -> [JSONValue] {
    var parser = JSONParser(try contents(of: file))
    var values: [JSONValue] = []
    do throws(JSONParseError) {
      while let value = try parser.parseNext() { values.append(value) }
      return values
    } catch {
      throw UserError("\(option) \(file): not JSON: \(error)")
    }
  }

  private static func contents(of file: String) throws(UserError) -> [UInt8] {
    do throws(FileError) { return try FileContents.read(file) } catch { throw UserError(error.description) }
  }
}
