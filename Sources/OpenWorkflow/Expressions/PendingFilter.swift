/// Stands for `JQ.Filter`, with the part of its interface that the model needs, until that module has it.
package struct Filter: Sendable {
  package let usedVariables: [String]

  init(_ source: String, variables: [String]) throws(CompileError) {
    usedVariables = []
  }
}

struct CompileError: Error {
  let message: String
  let offset: Int
}
