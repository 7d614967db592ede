/// Where and why a filter does not compile, before line and column are counted.
struct SyntaxError: Error {
  let message: String
  let offset: Int

  init(_ message: String, at offset: Int) {
    self.message = message
    self.offset = offset
  }
}
