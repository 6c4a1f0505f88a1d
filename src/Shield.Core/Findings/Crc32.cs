using System.Buffers.Binary;

namespace Shield.Core.Findings;

/// <summary>The checksum of gzip (RFC 1952, section 8), eight bytes at a step.</summary>
internal struct Crc32
{
    private const uint Polynomial = 0xEDB8_8320;
    private const int Steps = 8;

    private static readonly uint[] Tables = Fill();

    private uint _inverse;

    public readonly uint Value => _inverse;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        var crc = ~_inverse;
        for (; bytes.Length >= Steps; bytes = bytes[Steps..])
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc =
                tables[(7 * 256) + (int)(low & 0xFF)]
                ^ tables[(6 * 256) + (int)((low >> 8) & 0xFF)]
                ^ tables[(5 * 256) + (int)((low >> 16) & 0xFF)]
                ^ tables[(4 * 256) + (int)(low >> 24)]
                ^ tables[(3 * 256) + (int)(high & 0xFF)]
                ^ tables[(2 * 256) + (int)((high >> 8) & 0xFF)]
                ^ tables[256 + (int)((high >> 16) & 0xFF)]
                ^ tables[(int)(high >> 24)];
        }

        foreach (var one in bytes)
        {
            crc = tables[(int)((crc ^ one) & 0xFF)] ^ (crc >> 8);
        }

        _inverse = ~crc;
    }

    private static uint[] Fill()
    {
        var tables = new uint[Steps * 256];
        for (var i = 0u; i < 256; i++)
        {
            var crc = i;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) is 1 ? Polynomial ^ (crc >> 1) : crc >> 1;
            }

            tables[i] = crc;
        }

        for (var i = 256; i < tables.Length; i++)
        {
            var before = tables[i - 256];
            tables[i] = tables[(int)(before & 0xFF)] ^ (before >> 8);
        }

        return tables;
    }
}
