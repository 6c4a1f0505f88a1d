using Shield.Core.Planning.Desired;
using Shield.Core.Planning.Pce;

namespace Shield.Pce.Installing;

/// <summary>What is said where the mode was flipped while lists of the other one stand (law 15).</summary>
internal static class OtherModeText
{
    public static string For(PceMode mode, PceMode other, string lists) =>
        $"lists of this owner in {other.ToWord()} mode exist ({lists}) while Pce:Mode is {mode.ToWord()}: nothing is written. "
        + "Change the mode back, or move the threats over: shield init --migrate --apply";
}
