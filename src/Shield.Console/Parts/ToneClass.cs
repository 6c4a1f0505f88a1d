using Shield.Operating.Answers;

namespace Shield.Console.Parts;

/// <summary>The class in console.css for each tone.</summary>
internal static class ToneClass
{
    public static string Of(Tone tone) =>
        tone switch
        {
            Tone.Plain => "tone-plain",
            Tone.Good => "tone-good",
            Tone.Warning => "tone-warning",
            Tone.Bad => "tone-bad",
            Tone.Faint => "tone-faint",
            Tone.Strong => "tone-strong",
        };
}
