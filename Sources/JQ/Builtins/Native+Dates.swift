import JSON

extension Native {
  static let dates: [Native] = [
    Native("mktime", .input { (_, input) throws(Raised) in try BrokenDownTime.secondsSince1970(input) }),
    Native(
      "gmtime",
      growth: 1,
      .input { (_, input) throws(Raised) in
        guard let seconds = input.doubleValue else { throw Raised("gmtime() requires numeric inputs") }
        return try BrokenDownTime.make(seconds, isLocal: false)
      }),
    Native(
      "localtime",
      growth: 1,
      .input { (context, input) throws(Raised) in
        guard let seconds = input.doubleValue else { throw Raised("localtime() requires numeric inputs") }
        return try BrokenDownTime.make(seconds, isLocal: context.environment.usesLocalTimeZone)
      }),
    Native(
      "strftime",
      .one { (_, input, format) throws(Raised) in
        .string(try BrokenDownTime.format(input, format, name: "strftime/1", isLocal: false))
      }),
    Native(
      "strflocaltime",
      .one { (context, input, format) throws(Raised) in
        let isLocal = context.environment.usesLocalTimeZone
        return .string(try BrokenDownTime.format(input, format, name: "strflocaltime/1", isLocal: isLocal))
      }),
    Native(
      "strptime",
      growth: 1,
      .one { (_, input, format) throws(Raised) in try BrokenDownTime.read(input, format) }),
  ]
}
