using Shield.Cli.Printing;

namespace Shield.Tests.Cli.Printing;

public sealed class A_live_line
{
    [Fact]
    public void Is_shown_twice_a_second_at_most_and_gone_at_the_end()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        using var error = new StringWriter();
        using (var line = new LiveLine(error, clock))
        {
            line.Show(() => "too early");
            clock.Advance(TimeSpan.FromMilliseconds(500));
            line.Show(() => "one \u001b[2J");
            line.Show(() => "too early");
            clock.Advance(TimeSpan.FromMilliseconds(500));
            line.Show(() => "two");
        }

        Assert.Equal("\r\u001b[Kone \\u001b[2J\r\u001b[Ktwo\r\u001b[K", error.ToString());
    }

    [Fact]
    public void Leaves_nothing_where_nothing_was_shown()
    {
        using var error = new StringWriter();
        using (var line = new LiveLine(error, TimeProvider.System))
        {
            line.Show(() => "too early");
        }

        Assert.Equal("", error.ToString());
    }
}
