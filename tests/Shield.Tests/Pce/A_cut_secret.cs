using System.Text;
using CsCheck;
using Shield.Pce.Calling;

namespace Shield.Tests.Pce;

/// <summary>What a proxy or the PCE echoes of a key, when it echoes a part of it only.</summary>
public sealed class A_cut_secret
{
    private static readonly Gen<char> Digit = Gen.OneOf([.. "0123456789abcdef".Select(Gen.Const)]);

    /// <summary>As the PCE makes them: 64 hexadecimal digits, and a name with a few more.</summary>
    private static readonly Gen<(string Name, string Secret)> Keys = Gen.Select(
        Digit.Array[16],
        Digit.Array[64],
        (name, secret) => ($"api_{string.Concat(name)}", string.Concat(secret))
    );

    [Fact]
    public void Is_struck_out_wherever_it_was_cut() =>
        Gen.Select(
                Keys,
                Gen.Int[0, 200],
                Gen.Int[8, 200],
                Gen.Bool,
                Gen.OneOf(Gen.Const(" "), Gen.Const("\r\n"), Gen.Const("…"), Gen.Const("\""))
            )
            .Sample(
                (key, from, length, isBase64, around) =>
                {
                    var whole = isBase64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.Name}:{key.Secret}")) : key.Secret;
                    var start = Math.Min(from, whole.Length - 8);
                    var part = whole[start..Math.Min(whole.Length, start + length)];
                    var shown = new Redaction([key]).Show($"Proxy error: Authorization{around}{part}{around}was refused", longest: 1_000);
                    Assert.DoesNotContain(part, shown, StringComparison.OrdinalIgnoreCase);
                    Assert.Contains("***", shown, StringComparison.Ordinal);
                    Assert.StartsWith("Proxy error: Authorization", shown, StringComparison.Ordinal);
                    Assert.EndsWith("was refused", shown, StringComparison.Ordinal);
                }
            );

    /// <summary>A text is shortened after that: nothing of what stood at the cut may be left.</summary>
    [Fact]
    public void Is_struck_out_where_our_own_shortening_cuts() =>
        Gen.Select(Keys, Gen.Int[0, 300])
            .Sample(
                (key, before) =>
                {
                    var shown = new Redaction([key]).Show(new string('-', before) + key.Secret, longest: 300);
                    Assert.True(LongestCommon(shown, key.Secret) < 8, shown);
                }
            );

    [Fact]
    public void Of_two_keys_is_struck_out_of_either() =>
        Gen.Select(Keys, Keys)
            .Sample(
                (one, other) =>
                {
                    var shown = new Redaction([one, other]).Show($"{one.Secret[..40]} and {other.Secret[10..30]}");
                    Assert.Equal("*** and ***", shown);
                }
            );

    [Fact]
    public void Leaves_ordinary_text_alone() =>
        Assert.Equal(
            "input_validation_error: 'ip_ranges' is wrong (X-Request-Id 1b4e28ba)",
            new Redaction([("api_0011223344556677", new string('f', 32) + new string('0', 32))]).Show(
                "input_validation_error: 'ip_ranges' is wrong (X-Request-Id 1b4e28ba)"
            )
        );

    private static int LongestCommon(string text, string secret) =>
        Enumerable
            .Range(0, text.Length)
            .Max(at =>
                Enumerable
                    .Range(0, text.Length - at + 1)
                    .TakeWhile(length => secret.Contains(text.Substring(at, length), StringComparison.OrdinalIgnoreCase))
                    .LastOrDefault()
            );
}
