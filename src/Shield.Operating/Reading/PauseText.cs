using Shield.Core.Planning.Pce;
using Shield.Operating.Words;

namespace Shield.Operating.Reading;

/// <summary>What a pause means, in one sentence: the same in every command.</summary>
public static class PauseText
{
    /// <summary>How to end it.</summary>
    public const string Remedy = "shield resume";

    /// <summary>Without a full stop.</summary>
    public static string Sentence(PauseFlag flag)
    {
        var what = flag.StopsEverything
            ? "paused, nothing is written: no new block is made and none ends"
            : "paused: no new block is made; blocks whose reason is gone still end";
        var end = flag.Until is { } until ? $"until {TimeText.Of(until)}" : $"until {Remedy}";
        return $"{what}, {end} ({flag.Text})";
    }

    /// <summary>For a command that is about something else; null where nothing is paused, or the PCE could not be read.</summary>
    public static string? NoteOf(Plan? plan) => plan?.Paused is { } flag ? Sentence(flag) : null;
}
