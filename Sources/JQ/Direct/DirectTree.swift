import JSON

/// A filter that always gives one output, such as `{names: [.items[].name], total: (.items | map(.price) | add)}`:
/// computed on its tree, without a machine and what that keeps to come back for further outputs.
///
/// It need not be able to do everything: what it cannot finish, errors included, is left to the machine.
struct DirectTree: Sendable {
  var nodes: ContiguousArray<DirectNode> = []
  var keys: ContiguousArray<String> = []
  var constants: ContiguousArray<JSONValue> = []
  var members: ContiguousArray<Member> = []
  var operands: ContiguousArray<DirectNode.Position> = []
  var templates: ContiguousArray<StringTemplate> = []
  var functions: ContiguousArray<Native.Function> = []
  var root: DirectNode.Position = 0

  /// A member of an object that is made.
  struct Member: Sendable {
    let key: Int32
    let value: DirectNode.Position
  }

  /// The output; nil when only the machine can tell.
  func value(_ input: JSONValue, _ variables: [JSONValue], _ context: inout Context) -> JSONValue? {
    nodes.withUnsafeBufferPointer { nodes in
      keys.withUnsafeBufferPointer { keys in
        members.withUnsafeBufferPointer { members in
          variables.withUnsafeBufferPointer { variables in
            withUnsafePointer(to: input) { input in
              withUnsafePointer(to: .null) { null in
                DirectRun(tree: self, nodes: nodes, keys: keys, members: members, variables: variables, null: null)
                  .value(root, input, &context)
              }
            }
          }
        }
      }
    }
  }
}
