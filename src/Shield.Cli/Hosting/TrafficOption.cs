using System.CommandLine;

namespace Shield.Cli.Hosting;

/// <summary>
/// <c>--no-traffic</c>. Without it the PCE is asked: whoever is about to block does not think of an option (docs/traffic.md).
/// </summary>
internal static class TrafficOption
{
    public static Option<bool> Create() =>
        new("--no-traffic") { Description = "Do not ask the PCE's traffic who of us talked with it; saves up to 10 s" };
}
