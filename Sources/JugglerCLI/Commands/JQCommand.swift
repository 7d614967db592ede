import ArgumentParser
import JQ
import JSON

struct JQCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "jq",
    abstract: "Evaluate a jq filter, as in a workflow's expressions.",
    discussion: """
      Reads JSON from the files, or from standard input, and prints what the filter makes of each value. Options and exit \
      codes are those of jq 1.8: 5 after an uncaught error, 3 when the filter does not compile, 2 for wrong usage or input; \
      with -e, 1 when the last output was false or null and 4 when there was none.

      Examples:
        echo '{"a": [1, 2]}' | juggler jq '.a | add'
        juggler jq -r --arg name Ada '"hello " + $name' -n
      """)

  @Argument(help: "The filter; without one, '.'")
  var filter: String?

  @Argument(help: "Files to read instead of standard input.", completion: .file())
  var files: [String] = []

  @Flag(name: [.customShort("n"), .long], help: "Give the filter null, and let it read with 'input' and 'inputs'.")
  var nullInput = false

  @Flag(name: [.customShort("R"), .long], help: "Read each line as a string rather than JSON.")
  var rawInput = false

  @Flag(name: [.customShort("s"), .long], help: "Read all inputs into one array; with --raw-input, into one string.")
  var slurp = false

  @Flag(help: "Read each input as a stream of paths and leaves, as 'tostream' makes it.")
  var stream = false

  @Flag(help: "Read and print JSON text sequences (RFC 7464).")
  var seq = false

  @Flag(name: [.customShort("c"), .long], help: "Print each output on one line.")
  var compactOutput = false

  @Flag(name: [.customShort("r"), .long], help: "Print strings without quotes.")
  var rawOutput = false

  @Flag(name: .customLong("raw-output0"), help: "Like --raw-output, with NUL rather than a newline after each output.")
  var rawOutputNUL = false

  @Flag(name: [.customShort("j"), .long], help: "Like --raw-output, without newlines.")
  var joinOutput = false

  @Flag(name: [.customShort("a"), .long], help: "Print only ASCII, and the rest as escapes.")
  var asciiOutput = false

  @Flag(name: [.customShort("S"), .long], help: "Print the keys of objects sorted.")
  var sortKeys = false

  @Flag(help: "Indent with tabs.")
  var tab = false

  @Option(help: ArgumentHelp("Indent with so many spaces, 0 to 7.", valueName: "n"))
  var indent: Int?

  @Flag(name: [.customShort("C"), .long], help: "Colour the output, even when it is no terminal.")
  var colorOutput = false

  @Flag(name: [.customShort("M"), .long], help: "Do not colour the output.")
  var monochromeOutput = false

  @Flag(help: "Print each output as soon as it is there.")
  var unbuffered = false

  @Flag(name: [.customShort("e"), .long], help: "Let the exit code tell whether the last output was false or null.")
  var exitStatus = false

  @Flag(name: [.customShort("f"), .customLong("from-file")], help: "Take the filter from the file of that name.")
  var isFromFile = false

  @Option(help: ArgumentHelp("Set $NAME to the string VALUE: --arg NAME VALUE.", valueName: "name value"))
  var arg: [JQNamedValue] = []

  @Option(help: ArgumentHelp("Set $NAME to a JSON value: --argjson NAME JSON.", valueName: "name json"))
  var argjson: [JQNamedValue] = []

  @Option(
    help: ArgumentHelp("Set $NAME to the array of all values in a file: --slurpfile NAME FILE.", valueName: "name file")
  )
  var slurpfile: [JQNamedValue] = []

  @Option(help: ArgumentHelp("Set $NAME to the text of a file: --rawfile NAME FILE.", valueName: "name file"))
  var rawfile: [JQNamedValue] = []

  @Flag(name: .customLong("args"), help: "Take what follows as strings, for $ARGS.positional.")
  var takesStrings = false

  @Flag(name: .customLong("jsonargs"), help: "Take what follows as JSON, for $ARGS.positional.")
  var takesJSON = false

  /// What the rewriter makes of arguments after `--args` and `--jsonargs`.
  @Option(parsing: .unconditionalSingleValue, help: .hidden)
  var positional: [JQPositionalValue] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    common.startLogging(to: Console())
    let variables = try JQVariables(self)
    let source = try filterText()
    let filter: Filter
    do throws(CompileError) {
      filter = try Filter(source, variables: variables.names)
    } catch {
      StandardStream.error.write(line: Self.explanation(of: error, in: source))
      throw ExitCode(3)
    }
    let input = JQInput(
      files: files,
      options: JQInput.Options(isRaw: rawInput, isSlurped: slurp, isStreamed: stream, isSequence: seq))
    let session = JQSession(
      filter: filter, variables: variables.values(of: filter.usedVariables), input: input,
      writer: JQWriter(options: try writing()), isNullInput: nullInput, isUnbuffered: unbuffered)
    let code = session.run().exitCode(isStatus: exitStatus)
    if code != 0 { throw ExitCode(code) }
  }

  private func filterText() throws(UserError) -> String {
    guard let filter else {
      let isDialogue = TerminalTraits.isTerminal(0) && TerminalTraits.isTerminal(1)
      guard !isDialogue else { throw UserError("a filter is missing, such as '.'; see 'juggler jq --help'") }
      return "."
    }
    guard isFromFile else { return filter }
    do throws(FileError) {
      return String(decoding: try FileContents.read(filter), as: UTF8.self)
    } catch {
      throw UserError(error.description)
    }
  }

  private func writing() throws(UserError) -> JQWriter.Options {
    var options = JQWriter.Options()
    if let indent {
      guard (0...7).contains(indent) else { throw UserError("--indent takes a number from 0 to 7, found \(indent)") }
      options.layout = indent == 0 ? .compact : .spaces(indent)
    }
    if tab { options.layout = .tabs }
    if compactOutput { options.layout = .compact }
    options.sortsKeys = sortKeys
    options.escapesNonASCII = asciiOutput
    options.isRaw = rawOutput || rawOutputNUL || joinOutput
    options.separator = joinOutput ? .none : rawOutputNUL ? .nul : .newline
    options.isSequence = seq
    let isColored = colorOutput || TerminalTraits(of: StandardStream.output.rawValue).style.usesColor
    if isColored, !monochromeOutput { options.colors = JQColors(Environment.process["JQ_COLORS"]) }
    return options
  }

  /// The error, the line it is in, and a mark under its place.
  private static func explanation(of error: CompileError, in source: String) -> String {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    let line = lines.indices.contains(error.line - 1) ? String(lines[error.line - 1]) : ""
    let mark = String(repeating: " ", count: max(0, error.column - 1)) + "^"
    return """
      juggler jq: error: \(error.message) at <top-level>, line \(error.line), column \(error.column):
          \(line)
          \(mark)
      juggler jq: 1 compile error
      """
  }
}
