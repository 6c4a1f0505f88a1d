using Shield.Core.Indicators;

namespace Shield.Tests.Indicators;

public sealed class A_password_in_an_address
{
    [Theory]
    [InlineData("to proxy 'http://ana:secret@proxy:3128/' failed", "to proxy 'http://***@proxy:3128/' failed")]
    [InlineData("http://ana:se@cret@proxy and https://b:c@d/e@f", "http://***@proxy and https://***@d/e@f")]
    [InlineData("http://ana@proxy", "http://***@proxy")]
    [InlineData("mail to soc@example.com at https://pce.example.com/a@b", "mail to soc@example.com at https://pce.example.com/a@b")]
    public void Is_struck_out(string text, string shown) => Assert.Equal(shown, UserInfo.StrikeOut(text));
}
