import JSON

extension Native {
  static let paths: [Native] = [
    Native(
      "getpath",
      .one { (context, input, path) throws(Raised) in
        guard case .array(let steps) = path else { throw Raised("Path must be specified as an array") }
        return try Paths.get(input, steps[...], &context)
      }),
    Native(
      "setpath",
      growth: 1,
      .two { (context, input, path, value) throws(Raised) in
        guard case .array(let steps) = path else { throw Raised("Path must be specified as an array") }
        var root = input
        try Paths.set(&root, steps[...], to: value, &context)
        return root
      }),
    Native(
      "delpaths",
      .one { (context, input, paths) throws(Raised) in
        guard case .array(let list) = paths else { throw Raised("Paths must be specified as an array") }
        return try Paths.delete(list, from: input, &context)
      }),
  ]
}
