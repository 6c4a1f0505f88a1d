using System.Globalization;
using CsCheck;
using Shield.Pce.Calling;

namespace Shield.Tests.Pce;

/// <summary>What people write about themselves and their reasons, as it goes to the PCE's console.</summary>
public sealed class Outgoing_text
{
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.String,
        Gen.OneOf("\u001b[2J", "\u202e", "\u2066", "\u200b", "\r\n", "\ud800", "\u2028", "\ue000", "😀", "Jörg")
            .List[0, 40]
            .Select(string.Concat)
    );

    [Fact]
    public void Moves_no_cursor_turns_no_text_and_is_never_too_long() =>
        Gen.Select(Hostile, Gen.Int[1, 60])
            .Sample(
                (text, longest) =>
                {
                    var sent = OutgoingText.Of(text, longest);
                    Assert.True(sent.Length <= longest);
                    Assert.DoesNotContain(
                        sent.EnumerateRunes(),
                        rune =>
                            System.Text.Rune.GetUnicodeCategory(rune)
                                is UnicodeCategory.Control
                                    or UnicodeCategory.Format
                                    or UnicodeCategory.LineSeparator
                                    or UnicodeCategory.ParagraphSeparator
                                    or UnicodeCategory.PrivateUse
                                    or UnicodeCategory.Surrogate
                    );
                    Assert.Equal(sent, OutgoingText.Of(sent, longest));
                }
            );

    [Fact]
    public void Stays_what_it_is_where_it_is_plain() =>
        Assert.Equal("Jörg Müller <j@example.com>: CHG-1, 日本 😀", OutgoingText.Of("Jörg Müller <j@example.com>: CHG-1, 日本 😀", 100));

    [Fact]
    public void Has_a_space_for_the_end_of_a_line() => Assert.Equal("one  two_", OutgoingText.Of("one\r\ntwo\u202e", 100));
}
