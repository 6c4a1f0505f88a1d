using System.Text;
using CsCheck;
using Shield.Pce.Calling;

namespace Shield.Tests.Pce;

public sealed class An_error_body
{
    [Theory]
    [InlineData("""[{"token":"a","message":"b"}]""", "a", "b")]
    [InlineData("""{"token":"a","message":"b","more":1}""", "a", "b")]
    [InlineData("""[{"token":"a","message":"b"},{"token":"c","message":"d"}]""", "a", "b; d")]
    [InlineData("""[{"token":"a"}]""", "a", "a")]
    [InlineData("""[{"message":"b"}]""", null, "b")]
    [InlineData("""[null,7,{"token":"a","message":"b"}]""", "a", "b")]
    [InlineData("[]", null, "[]")]
    [InlineData("\"text\"", null, "\"text\"")]
    [InlineData(" \r\n", null, "(empty body)")]
    [InlineData("", null, "(empty body)")]
    [InlineData("<html>", null, "<html>")]
    public void Gives_what_it_has(string body, string? token, string message)
    {
        var error = ErrorBody.Read(Encoding.UTF8.GetBytes(body));
        Assert.Equal((token, message), (error.Token, error.Message));
    }

    [Fact]
    public void Of_any_bytes_is_read_without_a_crash() =>
        Gen.OneOf(
                Gen.Byte.Array[0, 60],
                Gen.OneOf("[", "]", "{", "}", "\"token\"", ":", ",", "\"\\ud800\"", "\"a\"", "null")
                    .Array[0, 12]
                    .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))
            )
            .Sample(body => ErrorBody.Read(body).Message.Length > 0);

    [Fact]
    public void Is_a_database_lock_wherever_it_says_so()
    {
        Assert.True(ErrorBody.IsDatabaseLock("""[{"token":"x","message":"Could not get a database lock, try again"}]"""u8));
        Assert.False(ErrorBody.IsDatabaseLock("""[{"token":"database_lock"}]"""u8));
    }
}
