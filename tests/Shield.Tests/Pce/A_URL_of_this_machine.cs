using Shield.Pce.Calling;

namespace Shield.Tests.Pce;

/// <summary>Over http the API key may go to this machine alone, and no proxy has a part in it.</summary>
public sealed class A_URL_of_this_machine
{
    [Theory]
    [InlineData("http://127.0.0.1:8443", true)]
    [InlineData("http://127.1:8443", true)]
    [InlineData("http://127.8.9.10", true)]
    [InlineData("http://[::1]:8443", true)]
    [InlineData("http://[::ffff:127.0.0.1]", true)]
    [InlineData("http://[::ffff:127.8.9.10]", true)]
    [InlineData("http://LOCALHOST", true)]
    [InlineData("http://localhost.", true)]
    [InlineData("http://[::ffff:10.0.0.1]", false)]
    [InlineData("http://[::2]", false)]
    [InlineData("http://128.0.0.1", false)]
    [InlineData("http://localhost.example.net", false)]
    [InlineData("http://pce.localhost", false)]
    public void Names_an_address_of_its_own_or_localhost(string url, bool isOne) => Assert.Equal(isOne, Loopback.IsNamedBy(new Uri(url)));

    [Theory]
    [InlineData("http://pce.localhost", true)]
    [InlineData("http://PCE.LOCALHOST.", true)]
    [InlineData("http://pcelocalhost", false)]
    [InlineData("http://[::ffff:127.8.9.10]", true)]
    public void Is_meant_by_a_name_below_localhost_too(string url, bool isOne) => Assert.Equal(isOne, Loopback.IsMeantBy(new Uri(url)));
}
