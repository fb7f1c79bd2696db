import io

from odoo import fields, models
from odoo.tools.pdf import OdooPdfFileReader, OdooPdfFileWriter

from ..pdf_pages import number_pages, open_pages

LIFE_CYCLE = "med_lot_traceability.report_life_cycle"


class IrActionsReport(models.Model):
    """The life-cycle file carries its evidence: papers as pages and as files, the ledger's rows as data."""

    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        streams = super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        if self._get_report(report_ref).report_name == LIFE_CYCLE:
            for lot in self.env["stock.lot"].browse(filter(None, streams)):
                file = lot._get_life_cycle(self._get_as_of(data))
                streams[lot.id]["stream"] = self._append_papers(streams[lot.id]["stream"], file)
        return streams

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        content, kind = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        if kind == "pdf" and res_ids and self._get_report(report_ref).report_name == LIFE_CYCLE:
            lots = self.env["stock.lot"].browse(res_ids)
            content = self._attach_evidence(content, lots, self._get_as_of(data))
        return content, kind

    def _get_as_of(self, data):
        return fields.Datetime.to_datetime((data or {}).get("as_of") or None)

    def _append_papers(self, stream, file):
        """:return: the stream with the pages of inspection reports and certificates behind its own"""
        writer = OdooPdfFileWriter()
        writer.appendPagesFromReader(OdooPdfFileReader(stream, strict=False))
        own_pages = writer.getNumPages()
        for paper in file["papers"]:
            if reader := open_pages(paper["content"]):
                writer.appendPagesFromReader(reader)
        number_pages(writer, own_pages)
        return _write(writer)

    def _attach_evidence(self, content, lots, as_of):
        """Attached last, for merging the files of several lots keeps pages only."""
        writer = OdooPdfFileWriter()
        writer.cloneReaderDocumentRoot(OdooPdfFileReader(io.BytesIO(content), strict=False))
        names = set()
        for lot in lots:
            file = lot._get_life_cycle(as_of)
            data = lot._get_evidence(file["book"])
            writer.addAttachment(lot._get_evidence_name(), data, subtype="application/json")
            for paper in file["papers"]:
                if paper["content"] and paper["name"] not in names:
                    names.add(paper["name"])
                    writer.addAttachment(paper["name"], paper["content"])
        return _write(writer).getvalue()


def _write(writer):
    stream = io.BytesIO()
    writer.write(stream)
    return stream
