public import JSON

/// What a filter sees and reaches of the world around it. `.empty` shows it nothing.
public struct EvaluationEnvironment: Sendable {
  /// `$ENV` and `env`.
  public var variables: JSONObject
  /// `input_filename`
  public var inputFilename: (@Sendable () -> String?)?
  /// `input_line_number`
  public var inputLineNumber: (@Sendable () -> Int)?
  /// `now`, in seconds since 1970; an error without it.
  public var now: (@Sendable () -> Double)?
  /// What `input` and `inputs` read; `nil` at the end. What it throws becomes an error of the filter.
  public var inputs: (@Sendable () throws -> JSONValue?)?
  /// Takes what passes `debug`.
  public var debug: (@Sendable (JSONValue) -> Void)?
  /// Takes what passes `stderr`, to be written as compact JSON without a newline (a string as it is).
  public var standardError: (@Sendable (JSONValue) -> Void)?
  /// Whether `localtime` and `strflocaltime` use the process's time zone; else UTC.
  public var usesLocalTimeZone = false

  public static let empty = EvaluationEnvironment()

  public init(
    variables: JSONObject = JSONObject(),
    inputFilename: (@Sendable () -> String?)? = nil,
    inputLineNumber: (@Sendable () -> Int)? = nil,
    now: (@Sendable () -> Double)? = nil,
    inputs: (@Sendable () throws -> JSONValue?)? = nil,
    debug: (@Sendable (JSONValue) -> Void)? = nil,
    standardError: (@Sendable (JSONValue) -> Void)? = nil,
    usesLocalTimeZone: Bool = false
  ) {
    self.variables = variables
    self.inputFilename = inputFilename
    self.inputLineNumber = inputLineNumber
    self.now = now
    self.inputs = inputs
    self.debug = debug
    self.standardError = standardError
    self.usesLocalTimeZone = usesLocalTimeZone
  }
}
