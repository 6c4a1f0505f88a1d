using Microsoft.AspNetCore.Http;

namespace Shield.PceSimulator.Http;

/// <summary>The web server before a PCE takes several slashes for one (docs/pce.md#2-calls-and-keys).</summary>
internal static class Slashes
{
    public static PathString Merge(PathString path) =>
        path.Value is { } text && text.Contains("//", StringComparison.Ordinal)
            ? new PathString($"/{string.Join('/', text.Split('/', StringSplitOptions.RemoveEmptyEntries))}")
            : path;
}
