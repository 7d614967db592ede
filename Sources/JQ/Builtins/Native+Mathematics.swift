import JSON

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Native {
  /// Numbers and their parts.
  static let numbers: [Native] = [
    Native(
      "abs",
      .input { (_, input) throws(Raised) in
        guard input.order(relativeTo: .integer(0)) < 0 else { return input }
        return try Arithmetic.negate(input)
      }),
    Native(
      "frexp",
      .input { (_, input) throws(Raised) in
        let value = try number(input)
        guard value.isFinite, value != 0 else { return .array([.number(value), .integer(0)]) }
        let parts = frexp(value)
        return .array([.number(parts.0), .number(Int(parts.1))])
      }),
    Native(
      "modf",
      .input { (_, input) throws(Raised) in
        let value = try number(input)
        if value.isInfinite { return .array([.number(value < 0 ? -0.0 : 0), .double(value)]) }
        let whole = value.rounded(.towardZero)
        return .array([.number(value - whole), .number(whole)])
      }),
    Native(
      "lgamma_r",
      .input { (_, input) throws(Raised) in
        let value = try number(input)
        var sign: Int32 = 0
        let result = lgamma_r(value, &sign)
        return .array([.number(result), .number(Int(sign))])
      }),
    Native(
      "trunc",
      .input { (_, input) throws(Raised) in .number(try number(input).rounded(.towardZero)) }),
  ]

  /// The C library's functions.
  static let mathematics: [Native] = [
    unary("floor", { $0.rounded(.down) }), unary("ceil", { $0.rounded(.up) }),
    unary("round", { $0.rounded(.toNearestOrAwayFromZero) }), unary("rint", { $0.rounded(.toNearestOrEven) }),
    unary("nearbyint", { $0.rounded(.toNearestOrEven) }), unary("sqrt", { $0.squareRoot() }),
    unary("fabs", { $0.magnitude }), unary("sin", sin), unary("cos", cos), unary("tan", tan), unary("asin", asin),
    unary("acos", acos), unary("atan", atan), unary("sinh", sinh), unary("cosh", cosh), unary("tanh", tanh),
    unary("asinh", asinh), unary("acosh", acosh), unary("atanh", atanh), unary("cbrt", cbrt), unary("exp", exp),
    unary("exp2", exp2), unary("exp10", { pow(10, $0) }), unary("pow10", { pow(10, $0) }), unary("expm1", expm1),
    unary("log", log), unary("log2", log2), unary("log10", log10), unary("log1p", log1p), unary("logb", logb),
    unary("gamma", logGamma), unary("lgamma", logGamma), unary("tgamma", tgamma), unary("erf", erf),
    unary("erfc", erfc), unary("j0", j0), unary("j1", j1), unary("y0", y0), unary("y1", y1),
    unary("significand", significandOf), unary("ceil", { $0.rounded(.up) }),
    binary("pow", pow), binary("atan2", atan2), binary("fmod", fmod), binary("fmin", fmin), binary("fmax", fmax),
    binary("fdim", fdim), binary("hypot", hypot), binary("copysign", copysign), binary("nextafter", nextafter),
    binary("nexttoward", nextafter), binary("drem", remainder), binary("remainder", remainder),
    binary("ldexp", { scaled($0, $1) }), binary("scalb", { scaled($0, $1) }), binary("scalbln", { scaled($0, $1) }),
    binary("jn", { jn(exponent($0), $1) }), binary("yn", { yn(exponent($0), $1) }),
    Native(
      "fma",
      .three { (_, _, a, b, c) throws(Raised) in
        .number(fma(try number(a), try number(b), try number(c)))
      }),
  ]

  private static func unary(_ name: String, _ function: @escaping @Sendable (Double) -> Double) -> Native {
    Native(name, .input { (_, input) throws(Raised) in .number(function(try number(input))) })
  }

  private static func binary(_ name: String, _ function: @escaping @Sendable (Double, Double) -> Double) -> Native {
    Native(name, .two { (_, _, a, b) throws(Raised) in .number(function(try number(a), try number(b))) })
  }

  private static func logGamma(_ value: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(value, &sign)
  }

  private static func exponent(_ value: Double) -> Int32 { Int32(clamping: Int64(clamping: value)) }

  private static func scaled(_ value: Double, _ power: Double) -> Double {
    if power.isNaN { return .nan }
    return scalbn(value, Int(exponent(power)))
  }

  private static func significandOf(_ value: Double) -> Double {
    guard value.isFinite, value != 0 else { return value }
    return value.sign == .minus ? -value.significand : value.significand
  }
}
