import JSON

extension Native {
  /// What goes through the injected environment.
  static let surroundings: [Native] = [
    Native("env", .input { (context, _) in .object(context.environment.variables) }),
    Native(
      "now",
      .input { (context, _) throws(Raised) in
        guard let now = context.environment.now else { throw Raised("now is not available here") }
        return .number(now())
      }),
    Native(
      "input_filename",
      .input { (context, _) in context.environment.inputFilename?().map { .string($0) } ?? .null }),
    Native(
      "input_line_number",
      .input { (context, _) throws(Raised) in
        guard let line = context.environment.inputLineNumber else { throw Raised("Unknown input line number") }
        return .number(line())
      }),
    Native(
      "input",
      .input { (context, _) throws(Raised) in
        guard let inputs = context.environment.inputs else { throw Raised("break") }
        do {
          guard let value = try inputs() else { throw Raised("break") }
          return value
        } catch let error as Raised {
          throw error
        } catch {
          throw Raised(String(describing: error))
        }
      }),
    Native(
      "debug",
      .input { (context, input) in
        context.environment.debug?(input)
        return input
      }),
    Native(
      "stderr",
      .input { (context, input) in
        context.environment.standardError?(input)
        return input
      }),
  ]
}
