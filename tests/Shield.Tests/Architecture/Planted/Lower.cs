using Shield.Tests.Architecture.Planted.Upper;

namespace Shield.Tests.Architecture.Planted.Lower;

internal sealed class ByAField
{
    public Wanted? Field { get; init; }
}

internal static class InABody
{
    public static string Text() => new Wanted().ToString()!;
}

internal static class WhileItWaits
{
    public static async Task<string> TextAsync()
    {
        await Task.Yield();
        return new Wanted().ToString()!;
    }
}
